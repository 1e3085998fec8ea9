# Trap: super through three levels, and the order of resolution.
class A:
    def f(self): return ['A']
class B(A):
    def f(self): return ['B'] + super().f()
class C(B): pass
class D(C):
    def f(self): return ['D'] + super().f()
print(D().f(), [k.__name__ for k in D.__mro__])
try:
    class X(A, A): pass
except TypeError as e: print(e)
