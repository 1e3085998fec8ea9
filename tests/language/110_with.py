# Context managers.
class C:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow
    def __enter__(self):
        print('in', self.name, end='; ')
        return self
    def __exit__(self, kind, value, traceback):
        print('out', self.name, kind and kind.__name__, value, traceback is not None, end='; ')
        return self.swallow
with C('plain') as c:
    print(c.name)
with C('swallows', True):
    1 / 0
print()
try:
    with C('a') as a, C('b') as b:
        raise KeyError('k')
except KeyError:
    print('caught')
def f():
    for i in range(2):
        with C(i):
            if i == 0:
                continue
            return 'returned'
print(f())
def g():
    while True:
        with C('break'):
            break
    return 'after'
print(g())
with C('outer', True):
    with C('inner'):
        raise ValueError('v')
print()
with (C('x') as x, C('y')):
    pass
print()
class Broken:
    pass
try:
    with Broken():
        pass
except (TypeError, AttributeError) as e:
    print(type(e).__name__, e)
class BadExit(C):
    def __exit__(self, *args):
        raise IndexError('in exit')
try:
    with BadExit('bad'):
        raise KeyError
except IndexError as e:
    print(e, type(e.__context__).__name__)
