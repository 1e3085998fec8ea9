# Assigning __class__ and __bases__.
def attempt(text):
    try:
        exec(text, globals())
    except Exception as error:
        print(type(error).__name__, error)


class A:
    def who(self):
        return "A"


class B:
    def who(self):
        return "B"


class S1:
    __slots__ = ("a", "b")


class S2:
    __slots__ = ("a", "b")


class S3(S1):
    __slots__ = ()


class L(list):
    pass


class M(list):
    pass


a = A()
a.x = 1
a.__class__ = B
print(a.who(), a.x, type(a), isinstance(a, B))
for text in (
    "a.__class__ = 1", "a.__class__ = int", "del a.__class__", "(1).__class__ = A", "a.__class__ = S1",
    "S1().__class__ = A", "a.__class__ = L", "L().__class__ = dict",
):
    attempt(text)
l = L([1])
l.__class__ = M
print(type(l), l)
s = S1()
s.a = 1
s.__class__ = S3
print(type(s), s.a)


class X:
    def f(self):
        return "X.f"

    def __len__(self):
        return 1


class Y:
    def f(self):
        return "Y.f"


class C(X):
    def g(self):
        return "C.g " + self.f()


class D(C):
    pass


d = D()
print(d.g(), len(d), D.__mro__)
for _ in range(3):
    d.g()
C.__bases__ = (Y,)
print(d.g(), D.__mro__, C.__base__, X.__subclasses__(), Y.__subclasses__())
attempt("len(d)")
C.__bases__ = (Y, X)
print(d.g(), len(d), C.__bases__)
for text in (
    "C.__bases__ = ()", "C.__bases__ = 1", "C.__bases__ = (1,)", "C.__bases__ = (D,)", "C.__bases__ = (C,)", "del C.__bases__",
    "C.__bases__ = (int,)", "C.__bases__ = (S1,)", "int.__bases__ = ()", "A.__bases__ = (B,)", "C.__bases__ = (X, X)", "C.__bases__ = (object, X)",
):
    attempt(text)
print(d.g(), C.__bases__)
C.__name__ = "Renamed"
C.__qualname__ = "Q.R"
print(C, C.__name__, D.__bases__)
for text in (
    "C.__name__ = 1", "C.__name__ = 'a\\0b'", "del C.__name__", "C.__qualname__ = 1", "int.__name__ = 'x'", "int.x = 1",
    "del int.real", "C.__module__ = 'm'; print(C)", "C.__doc__ = 'd'; print(C.__doc__)", "del C.__doc__", "C.__mro__ = ()", "C.__dict__ = {}",
):
    attempt(text)
print(A.__dict__.keys() - {"who"}, list(A.__dict__))
print(type(A.__dict__["__dict__"]), A.__dict__["__dict__"], A.__dict__["__weakref__"])
