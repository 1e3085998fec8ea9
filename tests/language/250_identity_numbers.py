# Identity of numbers follows their value (DIFFERENCES.md); equal ints and floats are one object.
a = 256
b = int('256')
c = 257
d = int('257')
print(a is b, c is d, 10 ** 30 is 10 ** 30 + 0, int('1' * 30) is int('1' * 30))
x = 1.5
y = float('1.5')
nan = float('nan')
print(x is y, x + 1 is y + 1, 0.0 is -0.0, nan is nan, 1 is 1.0, True is 1)
print(id(a) == id(b), id(c) == id(d), id(x) == id(y), id(10 ** 30) == id(10 ** 29 * 10), id(1) == id(1.0), id(0.0) == id(-0.0))
def f(n):
    return n + 1
print(f(1000) is f(1000), f(2 ** 62) is f(2 ** 62), f(0.5) is f(0.5), [i is i + 0 for i in (1, 1000, 2 ** 61, 2 ** 70, -2 ** 62)])
l = [1000, 1000.5]
print(l[0] is 1000, l[1] is 1000.5, l.index(1000), 1000 in l, c is not d, x is not y)
