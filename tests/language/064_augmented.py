# Augmented assignment to every kind of target, each evaluated once.
x = 10
x += 5; print(x)
x -= 3; print(x)
x *= 2; print(x)
x //= 5; print(x)
x **= 3; print(x)
x %= 50; print(x)
x <<= 3; print(x)
x >>= 1; print(x)
x |= 1; print(x)
x &= 0xff; print(x)
x ^= 3; print(x)
x /= 4; print(x)
def log(v, name):
    print(name, end=' ')
    return v
l = [1, 2, 3]
log(l, 'list')[log(1, 'index')] += log(10, 'value')
print(l)
d = {'k': [1]}
d['k'] += [2]
d['k'] *= 2
print(d)
class C:
    n = 5
c = C()
log(c, 'object').n += log(1, 'value')
print(c.n, C.n, c.__dict__)
a = b = [1]
a += [2]
print(b, a is b)
a = a + [3]
print(b, a is b)
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)
s = 'a'; s += 'b'; s *= 2; print(s)
u = (1,); u += (2,); print(u)
l[1:2] += ['x', 'y']
print(l)
try:
    undefined += 1
except NameError as e:
    print(e)
