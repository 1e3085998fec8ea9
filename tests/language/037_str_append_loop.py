# Building strings by appending: shared prefixes must not be disturbed.
s = ''
for i in range(1000):
    s += str(i % 10)
print(len(s), s[:15], s[-15:])
base = 'base'
x = base + 'x'
y = base + 'y'
z = x + 'z'
w = x + 'w'
print(base, x, y, z, w)
t = s
s += 'end'
t += 'other'
print(s[-6:], t[-6:], len(s), len(t))
parts = []
p = ''
for c in 'abcdef':
    p += c
    parts.append(p)
print(parts)
u = 'a'
for i in range(5):
    u = u + u + '\u20ac'
print(len(u), u[-5:])
v = 'x' * 50
v2 = v + '\U0001f600'
v3 = v + 'y'
print(len(v), v2[-1], v3[-1], v2[:50] == v == v3[:50])
n = 0
big = ''
while n < 20000:
    big += 'ab'
    n += 1
print(len(big), big.count('ba'))
