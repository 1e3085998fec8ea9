# Methods as values: bound, stored, passed on, compared.
class C:
    def __init__(self, n):
        self.n = n
    def get(self, extra=0):
        return self.n + extra
    def apply(self, f, *args):
        return f(*args)
a, b = C(1), C(2)
bound = a.get
print(bound(), bound(5), C.get(b), C.get(b, 5), a.apply(b.get, 10), a.apply(len, 'abc'), list(map(C.get, [a, b])))
print(a.get == a.get, a.get == b.get, a.get is a.get, {a.get: 'x'}[a.get], bound.__self__ is a)
methods = [obj.get for obj in (a, b)]
a.n = 100
print([m() for m in methods])
a.get = lambda: 'instance function'
print(a.get(), b.get(), bound())
C.get = lambda self, extra=0: 'replaced'
print(b.get(), a.get(), bound())
l = []
push = l.append
for i in range(3):
    push(i)
print(l, list(map('{}!'.format, [1, 2])), list(map(str.strip, [' a ', 'b '])))
join = ', '.join
print(join('abc'), join(map(str, l)), list(map(dict(a=1).get, 'ab')), [f(4) for f in (str, float, [1, 2, 3, 4, 5].pop, 'x'.__mul__)])
class Callbacks:
    def __init__(self):
        self.handlers = {}
    def on(self, name, f):
        self.handlers.setdefault(name, []).append(f)
    def fire(self, name, *args):
        return [f(*args) for f in self.handlers.get(name, ())]
c = Callbacks()
c.on('e', bound)
c.on('e', lambda x: x * 2)
c.on('e', str)
print(c.fire('e', 5), c.fire('none'))
