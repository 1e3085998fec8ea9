# Chained comparisons evaluate each operand once and stop early.
def p(x):
    print(x, end=' ')
    return x
print(p(1) < p(2) < p(3))
print(p(3) < p(2) < p(1))
print(p(1) < p(3) > p(2))
print(1 < 2 < 3, 3 > 2 == 2, 1 < 3 > 2, (1 < 3) > 2, 1 == 1.0 is not None, 1 < 2 > 1 < 3, 1 == 1 == 1 != 2)
print(1 in [1] == True, (1 in [1]) == True, 'a' in 'ab' in ['ab'], 5 not in [1] != 3)
x = 5
print(0 < x < 10, 0 < x < 3, 10 > x >= 5 == x, not 0 < x < 3)
if 0 <= x < 10:
    print('digit')
a = [p(i) < p(i + 1) < p(i) for i in range(2)]
print(a)
try:
    1 < 'a' < p(2)
except TypeError as e:
    print(e)
print(0 > p('not' if 0 else 1) < p(2))
assert not 3 < 2 < p(1)
