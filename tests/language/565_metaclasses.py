# Metaclasses, class hooks, functions, methods.
def run(code):
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        print("  !", type(error).__name__, error)


for code in r'''
class C:
    def __len__(self): return 3
c=C(); c.__len__=lambda: 9; print(len(c), c.__len__()); del C.__len__; len(c)
---
class C:
    __slots__=('a',)
c=C(); c.a=1; C.a.__set__(c,5); print(c.a, C.a.__get__(c)); C.a.__delete__(c); c.a
---
class C:
    x: int = 5
    y: 'str'
print(C.__annotations__, C().x); C().y
---
class C:
    def f(self): return __class__
    g=lambda self: super()
print(C().f(), C().g())
---
import sys
class C:
    def __enter__(s): return 'in'
    def __exit__(s,*a): print('exit',a[0]); return True
with C() as c: print(c); 1/0
print('after')
with 5: pass
---
object().x=1
---
(1).x=1
---
int.x=1
---
class A(object):
    def __repr__(self): return 'A!'
print([A()], {A():1}, (A(),), '%s %r'%(A(),A()), f'{A()}', str(A()))
---
class A:
    def __lt__(s,o): return s.v<o.v
    def __init__(s,v): s.v=v
print([x.v for x in sorted([A(3),A(1),A(2)])], max(A(1),A(5)).v if False else 'x'); max(A(1),A(5))
---
print(issubclass(bool,int), isinstance(True,int), type(True).__mro__, bool.__bases__); class_=type('B',(bool,),{})
---
class A: pass
A.__class__=5
'''.split("---\n"):
    run(code)
