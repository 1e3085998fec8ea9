# Equal strings made in different ways are one key.
a = 'key'
b = ''.join(['k', 'e', 'y'])
c = 'xkeyx'[1:4]
d = 'KEY'.lower()
e = 'ke' + chr(121)
f = '%s' % 'key'
g = f'{"k"}ey'
table = {a: 0}
for i, s in enumerate((b, c, d, e, f, g)):
    print(s == a, hash(s) == hash(a), s in table, table.get(s), s is not None)
    table[s] = table[s] + i
print(table, len({a, b, c, d, e, f, g}))
class C:
    pass
o = C()
setattr(o, b, 'by name')
print(o.key, getattr(o, c), o.__dict__)
print({'a' * n: n for n in range(4)}, {str(i): i for i in range(5)}['3'], {(a, 1): 'x'}[(b, 1)])
words = 'a b a c b a'.split()
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
print(counts, 'k' 'ey' in table, 'ke' in table)
names = {'x%d' % i: i for i in range(1000)}
print(sum(names['x' + str(i)] for i in range(1000)))
