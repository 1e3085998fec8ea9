# Exceptions in the middle of expressions: what was computed so far is dropped, the rest goes on.
def boom(*args):
    raise ValueError('boom')
def f(*args):
    return len(args)
for attempt in (lambda: f(1, 2, [3, 4, boom()]), lambda: {1: 2, 3: boom()}, lambda: 1 + 2 * (3 - boom()), lambda: [f(i, boom() if i == 2 else i) for i in range(4)],
                lambda: 'a' + str(boom()), lambda: f(*[1, 2], k=boom()) if 0 else f(1, boom()), lambda: (1, (2, (3, boom()))), lambda: boom()[boom()], lambda: 1 < 2 < boom(), lambda: f'{1} {boom()}'):
    try:
        attempt()
    except ValueError as e:
        print(e, end=' ')
print()
def deep(n):
    local = [n] * 3
    if n == 0:
        boom()
    return sum(local) + deep(n - 1)
try:
    deep(50)
except ValueError as e:
    print('unwound', e)
total = 0
for i in range(5):
    for j in (1, 2, 3):
        for k in 'ab':
            try:
                if (i + j) % 2 and k == 'b':
                    boom(i, j, k)
                total += 1
            except ValueError:
                total += 100
                break
        else:
            total += 1000
print(total)
def loops():
    for i in range(3):
        for j in range(3):
            try:
                for k in range(3):
                    if k == 1:
                        raise KeyError(i, j, k)
            except KeyError as e:
                if e.args[1] == 1:
                    break
    return i, j, k
print(loops())
x = [1, 2, 3]
try:
    x[0], x[1], x[5] = 'a', 'b', 'c'
except IndexError:
    print(x)
