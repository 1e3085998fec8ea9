# NotImplemented, subclass priority, in-place methods.
class A:
    def __add__(self, other):
        return NotImplemented
    def __radd__(self, other):
        return 'A.radd'
class B(A):
    def __radd__(self, other):
        return 'B.radd'
class C(A):
    pass
class D:
    def __add__(self, other):
        return 'D.add'
print(A() + B(), D() + A(), 1 + A(), [] + A(), 'a' + A(), C() + B())
for f in (lambda: A() + A(), lambda: A() + 1, lambda: A() + C(), lambda: A() - A(), lambda: D() * 2):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Acc:
    def __init__(self):
        self.log = []
    def __iadd__(self, other):
        self.log.append(('iadd', other))
        return self
    def __isub__(self, other):
        return 'replaced by %r' % other
    def __imul__(self, other):
        return NotImplemented
    def __mul__(self, other):
        return 'mul'
    def __ior__(self, other):
        self.log.append(('ior', other))
        return self
a = b = Acc()
a += 1
a += [2]
a |= 3
print(a is b, a.log)
a -= 5
print(a)
b *= 2
print(b)
class OnlyAdd:
    def __init__(self, n):
        self.n = n
    def __add__(self, other):
        return OnlyAdd(self.n + other)
x = y = OnlyAdd(1)
x += 5
print(x.n, y.n, x is y)
class Holder:
    items = [1]
h = Holder()
h.items += [2]
print(h.items is Holder.items, 'items' in h.__dict__)
x = 5
x += 1.5
x *= 'a' if 0 else 2
print(x)
