# What has attributes of its own may have a __doc__ of its own, also below a built-in type.
import textwrap
import types


class Plain:
    pass


class Documented:
    "of the class"


class Number(int):
    pass


class Failure(Exception):
    "of the failure"


def function():
    "of the function"


for thing in (Plain(), Documented(), Number(3), Failure(), ValueError("x"), function):
    before = thing.__doc__ if type(thing).__module__ == "__main__" else None
    thing.__doc__ = "its own"
    print(type(thing).__name__, before, thing.__doc__,
          object.__getattribute__(thing, "__doc__"))

module = types.ModuleType("module", "given")
print(module.__doc__)
module.__doc__ = "set"
print(module.__doc__, vars(module)["__doc__"])
print(object.__getattribute__(textwrap, "__doc__").split()[0])
del module.__doc__
print("__doc__" in vars(module))

for thing in (object(), 3, "text", [], len, Documented.__init__):
    try:
        thing.__doc__ = "none of its own"
    except AttributeError as error:
        print(type(thing).__name__, "refuses", type(error).__name__)


class Slots:
    __slots__ = ()


try:
    Slots().__doc__ = "no room"
except AttributeError as error:
    print(error)
