# The same code sees instances of different classes and layouts.
class A:
    kind = 'A'
    def name(self): return 'a'
class B:
    def __init__(self):
        self.kind = 'B'
    def name(self): return 'b'
class Child(A):
    def name(self): return 'child'
class Dynamic:
    def __getattr__(self, attribute):
        return lambda: 'dynamic ' + attribute if attribute == 'name' else attribute
def read(o):
    return o.kind
def call(o):
    return o.name()
objects = [A(), B(), Child(), A(), B()]
for _ in range(3):
    print([read(o) for o in objects], [call(o) for o in objects])
objects[0].kind = 'own'
objects[3].name = lambda: 'own method'
print([read(o) for o in objects], [call(o) for o in objects])
A.kind = 'changed'
A.name = lambda self: 'changed method'
print([read(o) for o in objects], [call(o) for o in objects])
del Child.name
print(call(objects[2]))
def many(n):
    o = A()
    for i in range(n):
        setattr(o, 'field%d' % i, i)
    return sum(getattr(o, 'field%d' % i) for i in range(n))
print(many(5), many(100))
class Order:
    pass
x, y = Order(), Order()
x.a = 1; x.b = 2
y.b = 3; y.a = 4
for o in (x, y, x, y):
    print(o.a, o.b, end=' ')
del x.a
try:
    x.a
except AttributeError as e:
    print(e)
x.a = 5
print(x.__dict__, y.__dict__)
counter = 0
def bump():
    global counter
    counter += 1
    return counter
print([bump() for _ in range(3)], len('abc'))
len = bump
print(len())
