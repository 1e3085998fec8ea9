# Equal numbers have equal hashes and are one key.
print(hash(0), hash(1), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(2 ** 61 - 2))
print(hash(10 ** 20), hash(-10 ** 20), hash(1.0), hash(0.5), hash(-0.5), hash(1.5), hash(1e300))
print(hash(float('inf')), hash(float('-inf')), hash(0.1), hash(-0.0), hash(5e-324))
print(hash(True), hash(False), hash(2.0 ** 70) == hash(2 ** 70), hash(12345678901234567890))
d = {}
d[1] = 'int'
d[1.0] = 'float'
d[True] = 'bool'
d[2 ** 70] = 'big'
d[2.0 ** 70] = 'big float'
print(d, len(d))
print({1, 1.0, True}, {0, 0.0, False}, 1 in {True}, 2.0 in [2], 3 in (3.0,))
print(1 == 1.0 == True, 0 == -0.0, 2 ** 70 == 2.0 ** 70, 2 ** 70 + 1 == 2.0 ** 70)
