# Keys of every hashable kind, equal keys, colliding hashes.
d = {None: 'none', True: 'true', 2: 'two', 2.5: 'float', 'k': 'str', (1, 2): 'tuple', 10 ** 30: 'big', frozenset([1]): 'fs', len: 'fn', int: 'type'}
for k in (None, 1, 1.0, 2, 2.0, 2.5, 'k', (1, 2), (1.0, 2.0), 10 ** 30, 1e30 == 10 ** 30, frozenset({1}), len, int):
    print(d.get(k, 'missing'), end=' ')
print()
class Key:
    def __init__(self, name, code):
        self.name = name
        self.code = code
    def __hash__(self):
        return self.code
    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name
    def __repr__(self):
        return 'Key(%r)' % self.name
keys = [Key('k%d' % i, i % 3) for i in range(20)]
d = {k: i for i, k in enumerate(keys)}
print(len(d), [d[Key('k%d' % i, i % 3)] for i in range(20)], Key('k1', 2) in d)
for k in keys[::2]:
    del d[k]
print(d)
d[Key('k3', 0)] = 'changed hash is another place'
print(len(d), list(d.values()))
class Bad:
    def __hash__(self):
        return 'no'
try:
    {Bad(): 1}
except TypeError as e:
    print(e)
class Unhashable:
    __hash__ = None
try:
    {Unhashable(): 1}
except TypeError as e:
    print(e)
