# Unpacking assignment.
a, b = 1, 2
a, b = b, a
print(a, b)
(a, b), c = [1, 2], 3
[a, (b, [c])] = 1, (2, [3])
print(a, b, c)
a, *b, c = range(5)
print(a, b, c)
*a, b = 'xyz'
a1, *b1 = [1]
print(a, b, a1, b1)
(a, [b, *c]), d = (1, (2, 3, 4)), 5
print(a, b, c, d)
x = y = z = 0
x += 1
print(x, y, z)
a = b, c = 1, 2
print(a, b, c)
i = 0
l = [0, 0]
i, l[i] = 1, 9
print(i, l)
for first, *rest in ([1, 2, 3], 'ab', (9,)):
    print(first, rest)
print([*range(3), *'ab'], (*[1], 2), {*[1, 2], 2}, {**{'a': 1}, 'b': 2}, [*[], *()])
def pair():
    return 'l', 'r'
left, right = pair()
print(left, right)
for f in (lambda: exec_unpack(1, (1,)), lambda: exec_unpack(2, (1, 2, 3)), lambda: exec_unpack(2, 5), lambda: exec_unpack(3, (1,)), lambda: exec_unpack(2, None)):
    def exec_unpack(n, v):
        if n == 1:
            a, b = v
        elif n == 2:
            a, b = v
        else:
            a, b, *c = v
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ':', e)
a, b, c = {'k': 1, 'l': 2, 'm': 3}
print(a, b, c)
(a) = 5
[b] = [6]
c, = 7,
print(a, b, c)
