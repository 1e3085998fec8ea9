# Subclasses of built-in types, with all their methods.
def run(code):
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        print("  !", type(error).__name__, error)


for code in r'''
class M(type):
    def __new__(m,n,b,d,**k): print(n,b,sorted(k)); return super().__new__(m,n,b,d)
    def __init__(c,n,b,d,**k): super().__init__(n,b,d)
class C(metaclass=M,x=1): pass
class D(C,y=2): pass
---
class A:
    def __init_subclass__(cls,**k): print(cls.__name__,k); super().__init_subclass__(**k)
class B(A,x=1): pass
---
class A:
    def __init_subclass__(cls,x): cls.x=x
class B(A,x=1): pass
print(B.x)
class C(A): pass
---
class D:
    def __set_name__(s,o,n): print('name',o.__name__,n)
class C:
    a=D(); b=D()
---
class A: pass
class B(A): pass
class C(A): pass
class D(B,C): pass
print([c.__name__ for c in D.__mro__], D.mro()==list(D.__mro__), D.__bases__, A.__subclasses__())
class X(A,B): pass
---
print(type('X',(),{'a':1}).a, type('X',(int,),{})(5), type(type('X',(),{})))
---
class A: x=1
a=A(); print(vars(a), vars(A)['x'], [n for n in dir(a) if n[:2]!='__']); a.y=2; print(dir(a)[-2:]); vars(1)
---
class A:
    def __dir__(s): return ['b','a']
print(dir(A())); A.__dir__=lambda s: 5; dir(A())
---
class A:
    @staticmethod
    def s(x): return x
    t=staticmethod(len)
print(A.s(1), A().s(2), A.t([1]), A.__dict__['s'](5), A.__dict__['s'].__wrapped__.__name__, A.__dict__['s'].__name__, A.__dict__['s'].__doc__); A.__dict__['s'].zzz
---
class A:
    @classmethod
    @property
    def p(cls): return cls.__name__
print(A.p, A().p)
---
print((1).__add__(2), int.__add__(1,2), (1).__radd__('a'), [].__len__(), {}.__contains__(1), 'a'.__eq__(1), object().__eq__(1), type.__call__(int,'5'))
---
class C:
    def __getattr__(self, n): raise AttributeError(n)
print(getattr(C(),'q',5), hasattr(C(),'q')); C().q
'''.split("---\n"):
    run(code)
