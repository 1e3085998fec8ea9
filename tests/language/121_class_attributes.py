# Class and instance attributes shadow each other; class bodies run like code.
class Counter:
    count = 0
    items = []
    def __init__(self):
        Counter.count += 1
        self.items.append(Counter.count)
a, b = Counter(), Counter()
print(Counter.count, a.count, b.items, a.items is b.items)
a.count = 100
print(a.count, b.count, Counter.count, 'count' in a.__dict__, 'count' in b.__dict__)
del a.count
print(a.count)
Counter.count = 'changed'
print(a.count, b.count)
class Body:
    x = 1
    y = x + 1
    print('body runs', x, y)
    if y > 1:
        z = 'conditional'
    for i in range(3):
        pass
    def f(self, default=x):
        return default
    def g(self):
        return self.x, Body.y
    x = 10
print(Body.x, Body.y, Body.z, Body.i, Body().f(), Body().g())
class Config:
    values = {'a': 1}
    def get(self, key):
        return self.values[key]
Config.values['b'] = 2
print(Config().get('b'))
b.count += '!'
print(b.count, Counter.count)
class Child(Counter):
    pass
Child.count = 'child'
print(Child.count, Counter.count, Child.items is Counter.items)
setattr(Child, 'dynamic', 5)
print(Child.dynamic, getattr(Child, 'nothing', 'default'))
