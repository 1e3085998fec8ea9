# Trap: name mangling, class scope, __class__.
class A:
    __x = 1
    def g(self): return self.__x, __class__.__name__
print(A().g(), [n for n in vars(A) if 'x' in n])
print(A, A.__qualname__, repr(A.g)[:14], type(A()).__name__)
