# __new__, __init__, __call__, __class_getitem__, hashes and comparison.
def run(code):
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        print("  !", type(error).__name__, error)


for code in r'''
class C:
    def __new__(cls,*a,**k): print('new',a,k); return super().__new__(cls)
    def __init__(self,*a,**k): print('init',a,k)
C(1,b=2)
---
class C:
    def __new__(cls): return 5
    def __init__(self): print('never')
print(C())
---
class C:
    def __init__(self): return 1
C()
---
class C: pass
C(1)
---
class C:
    def __new__(cls,x): return object.__new__(cls,x)
C(1)
---
class C:
    def __init__(self,x): super().__init__(x)
C(1)
---
class C:
    def __init__(self,x): pass
object.__new__(C,1); C()
---
class C:
    def __call__(self,*a,**k): return a,k
print(C()(1,x=2), callable(C()), callable(1)); C.__call__=None; C()()
---
class C:
    def __class_getitem__(cls,k): return cls.__name__,k
print(C[1],C[1,2]); class_=C; print(type(C.__class_getitem__))
---
class C: pass
C[1]
---
class C:
    __hash__=None
hash(C())
---
class C:
    def __eq__(s,o): return True
hash(C())
---
class C:
    def __hash__(s): return 'x'
hash(C())
---
class C:
    def __hash__(s): return 2**70
    def __eq__(s,o): return NotImplemented
print(hash(C()), C()==C(), C()!=C())
---
class C:
    def __eq__(s,o): return 'eq'
print(C()==1, C()!=1, 1==C())
---
class C:
    def __lt__(s,o): return 'lt'
    def __ge__(s,o): return 'ge'
print(C()<1, 1>C(), C()>=1, 1<=C()); C()>C(); print(C()>C())
C()<=1
---
class A:
    def __add__(s,o): return 'A+'
    def __radd__(s,o): return 'r+A'
class B(A):
    def __radd__(s,o): return 'r+B'
print(A()+A(), A()+B(), B()+A(), 1+A(), A()+1, A()+'', B()+B())
---
class A:
    def __add__(s,o): return NotImplemented
    def __iadd__(s,o): return NotImplemented
a=A()
a+=1
'''.split("---\n"):
    run(code)
