# Descriptors of several kinds, __class__ and __dict__ given away, AttributeErrors that say of what.
import dataclasses
import types


def show(*functions):
    for function in functions:
        try:
            print(function())
        except (AttributeError, TypeError) as error:
            print(type(error).__name__, error)


print(types.MemberDescriptorType.__name__, types.FunctionType.__globals__)
print(types.FunctionType.__globals__.__qualname__, dict.fromkeys.__qualname__)


@dataclasses.dataclass(init=False)
class Bare:
    x: int = 3


@dataclasses.dataclass(slots=True)
class Slotted:
    x: int
    y: int = 5


@dataclasses.dataclass
class Base:
    __slots__ = ("x",)
    x: int


@dataclasses.dataclass
class Derived(Base):
    x: int
    y: int


print(Bare.__doc__, Bare(), Slotted(1), Slotted.x, Derived(1, 2))


class Silent:
    def __getattr__(self, name):
        raise AttributeError


class Failing:
    @property
    def part(self):
        raise AttributeError("inner")


for get in (lambda: Silent().one, lambda: Failing().part, lambda: Silent().two()):
    try:
        get()
    except AttributeError as error:
        print(repr(error), error.name, type(error.obj).__name__)


class G:
    __slots__ = ("a", "b")


class H:
    __slots__ = ("b", "a")


class I:  # noqa: E742
    __slots__ = ("a", "c")


g = G()
g.a, g.b = 1, 2
g.__class__ = H
print(g.a, g.b, type(g).__name__)
show(lambda: setattr(g, "__class__", I))


class Open:
    pass


o = Open()
o.x = 1
del o.__dict__
print(o.__dict__, hasattr(o, "x"))
o.y = 2
print(o.__dict__)
show(lambda: object.__setattr__(str, "foo", 42), lambda: object.__delattr__(Open, "foo"),
     lambda: type.__setattr__(Open, "k", 1))


def method(self):
    pass


method.known = 1
Open.method = method
print("known" in dir(o.method))


class Meta(type):
    class Setter:
        def __set__(self, instance, value):
            pass

    a = Setter()


class X(metaclass=Meta):
    a = 42


X.__new__ = classmethod(lambda cls, other, *args: (cls.__name__, other.__name__, args))
print(X.a, X(1, 2))


class Named:
    __name__ = "by name"

    def __call__(self):
        pass


print(types.MethodType(Named(), 3), types.MethodType(len, "abc"))
