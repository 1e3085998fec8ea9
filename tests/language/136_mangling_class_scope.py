# Private names, __class__, names in class bodies.
class A:
    __x = 1
    def __init__(self):
        self.__y = 2
    def g(self):
        return self.__x, self.__y, __class__.__name__
    def __private(self):
        return 'private'
    def call(self):
        return self.__private()
    __dunder__ = 'kept'
class B(A):
    __x = 'B'
    def h(self):
        return self.__x
print(A().g(), B().g(), B().h(), A().call(), sorted(n for n in vars(A) if 'x' in n or 'private' in n), sorted(vars(A())), A.__dunder__)
try:
    A().__y
except AttributeError as e:
    print(e)
print(A()._A__y)
x = 'global'
class Outer:
    x = 'class'
    def f(self):
        return x
    class Inner:
        y = 'inner'
        def g(self):
            return x, self.y
    y = x
print(Outer().f(), Outer.Inner().g(), Outer.y, Outer.Inner.__name__, Outer.Inner.__qualname__)
def function():
    x = 'enclosing'
    class C:
        y = x
        def f(self):
            return x
    return C.y, C().f()
print(function())
class Late:
    def f(self):
        return Late.value
    value = 'later'
print(Late().f())
class Redefined:
    def f(self): return 1
    g = f
    def f(self): return 2
print(Redefined().f(), Redefined().g())
