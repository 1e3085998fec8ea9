# The messages of calls that do not fit.
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def default(a, b=1, c=2): pass
def star(a, *r): pass
def kw(a, **k): pass
class C:
    def __init__(self, x): pass
    def m(self, a): pass
class Plain: pass
calls = [lambda: none(1), lambda: none(1, 2), lambda: none(x=1), lambda: one(), lambda: one(1, 2), lambda: one(b=1), lambda: one(1, a=2),
         lambda: two(), lambda: two(1), lambda: two(b=1), lambda: two(1, 2, 3), lambda: three(), lambda: three(1), lambda: three(b=5),
         lambda: default(), lambda: default(1, 2, 3, 4), lambda: default(d=5), lambda: star(), lambda: kw(), lambda: kw(1, 2), lambda: C(), lambda: C(1, 2),
         lambda: C(1).m(), lambda: C(1).m(1, 2), lambda: C.m(1), lambda: Plain(1), lambda: Plain(x=1), lambda: (lambda a: a)(), lambda: (lambda: 0)(1),
         lambda: C(1).m(b=1), lambda: two(1, 2, c=3, d=4), lambda: default(1, b=2, **{'b': 3} if 0 else {'e': 3})]
for call in calls:
    try:
        call()
    except TypeError as e:
        print(e)
for thing in (5, None, 'a', [], {}, 1.5, C(1)):
    try:
        thing()
    except TypeError as e:
        print(e)
