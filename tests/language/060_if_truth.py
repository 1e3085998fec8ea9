# Conditions and truth.
def truth(x):
    if x:
        return 'T'
    else:
        return 'F'
print([truth(x) for x in (0, 1, -1, 0.0, 0.1, '', 'a', [], [0], (), (0,), {}, {1: 2}, set(), None, ..., len, int)])
def sign(n):
    if n < 0:
        return 'negative'
    elif n == 0:
        return 'zero'
    elif n < 10:
        return 'small'
    else:
        return 'large'
print(sign(-5), sign(0), sign(5), sign(50))
x = 5
if x > 3 and x < 10 or not x: print('inline')
if not (x > 3 and (x < 5 or x == 7)):
    print('nested')
if x == 5:
    if x != 5:
        pass
    else:
        print('inner else')
print('yes' if x else 'no', 'a' if x > 9 else 'b' if x > 4 else 'c', (1 if x else 2) + 1, [i if i % 2 else -i for i in range(4)])
print(1 and 2, 0 and 2, 1 or 2, 0 or 2, 0 or '' or None, 1 and 'a' and [], not 1 or 2, not (1 and 0), 1 and not 0)
while x:
    x -= 1
    if x == 2:
        break
print(x)
