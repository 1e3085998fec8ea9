# Attributes that are not there, or may not be set.
class A:
    def m(self): pass
a = A()
def attempt(f):
    try:
        f()
        print('fine')
    except (AttributeError, TypeError) as e:
        print(type(e).__name__ + ':', e)
attempt(lambda: a.x)
attempt(lambda: A.x)
attempt(lambda: a.m.x)
attempt(lambda: setattr(a.m, 'x', 1))
attempt(lambda: setattr(5, 'x', 1))
attempt(lambda: setattr([], 'x', 1))
attempt(lambda: setattr('s', 'upper', 1))
attempt(lambda: setattr(None, 'x', 1))
attempt(lambda: setattr(len, 'x', 1))
attempt(lambda: setattr(int, 'x', 1))
attempt(lambda: setattr(list, 'append', 1))
attempt(lambda: delattr(a, 'x'))
attempt(lambda: delattr(a, 'm'))
attempt(lambda: delattr(A, 'x'))
attempt(lambda: (lambda: 0).x)
attempt(lambda: len.x)
attempt(lambda: {}.x)
attempt(lambda: (1).x.y)
attempt(lambda: range(3).x)
attempt(lambda: getattr(a, 5))
attempt(lambda: a.x.y)
attempt(lambda: object().x)
attempt(lambda: setattr(object(), 'x', 1))
def f(): pass
f.x = 1
attempt(lambda: f.x)
attempt(lambda: f.y)
import math
attempt(lambda: math.nope)
