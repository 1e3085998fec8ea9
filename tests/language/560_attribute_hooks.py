# Hooks of attribute access, descriptors, properties.
def run(code):
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        print("  !", type(error).__name__, error)


for code in r'''
class A:
    def __getattr__(s,n): return 'got '+n
a=A(); print(a.x, hasattr(a,'y')); a.z=1; print(a.z, vars(a))
---
class A:
    def __getattribute__(s,n):
        if n=='x': raise AttributeError('no '+n)
        return object.__getattribute__(s,n)
    def __getattr__(s,n): return 'fallback '+n
print(A().x, A().__class__)
---
class A:
    def __setattr__(s,n,v): print('set',n,v); object.__setattr__(s,n,v)
    def __delattr__(s,n): print('del',n); super().__delattr__(n)
a=A(); a.x=1; print(a.x); del a.x
del a.x
---
class D:
    def __get__(s,i,o): return ('get',i is None,o.__name__)
    def __set__(s,i,v): print('set',v)
    def __delete__(s,i): print('delete')
class C: d=D()
c=C(); print(c.d, C.d); c.d=5; del c.d; c.__dict__['d']=9; print(c.d)
---
class D:
    def __get__(s,i,o=None): return 'nondata'
class C: d=D()
c=C(); print(c.d); c.d=5; print(c.d, c.__dict__); del c.d; print(c.d)
---
class D:
    def __set__(s,i,v): i.__dict__['d']=v*2
class C: d=D()
c=C(); c.d=4; print(c.d); del c.d
---
class P:
    @property
    def x(self): "doc x"; return 1
    @x.setter
    def x(self,v): print('set',v)
p=P(); p.x=3; print(p.x, P.x.__doc__, P.x.fget.__name__); del p.x
---
class P:
    x=property()
P().x
---
class P:
    x=property(doc='d')
    y=property(lambda s:1)
print(P.x.__doc__); P().y=2
---
class P: pass
P.x=property(lambda s:5); print(P().x); P().x=1
'''.split("---\n"):
    run(code)
