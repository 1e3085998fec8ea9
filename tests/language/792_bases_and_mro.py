# __bases__ set while a metaclass's mro() runs; the first failure puts the old order back.
armed = None


class Meta(type):
    def mro(cls):
        if armed:
            armed(cls)
        return super().mro()


class A(metaclass=Meta):
    pass


class B(A):
    pass


class C(A):
    pass


class D(B):
    pass


def turn(cls):
    if cls is B:
        C.__bases__ = (B,)
    if cls is C:
        B.__bases__ = (C,)


armed = turn
try:
    B.__bases__ = (A,)
except TypeError as error:
    print(error)
armed = None
for cls in A, B, C, D:
    print(cls.__name__, [c.__name__ for c in cls.__mro__], [c.__name__ for c in cls.__bases__])


class X(metaclass=Meta):
    where = "X"


class Y(metaclass=Meta):
    where = "Y"


class Z(X):
    pass


class W(Z):
    pass


def refuse(cls):
    if cls is W:
        raise ValueError("not " + cls.__name__)


armed = refuse
try:
    Z.__bases__ = (Y,)
except ValueError as error:
    print(error)
print(Z.where, W.where, Z.__bases__ == (X,))
armed = None
Z.__bases__ = (Y,)
print(Z.where, W.where, [c.__name__ for c in W.__mro__])
for bases in ((W,), (), [A], (1,), (Z,), (int,)):
    try:
        Z.__bases__ = bases
    except TypeError as error:
        print(error)
