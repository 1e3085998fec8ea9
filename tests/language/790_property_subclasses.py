# Properties are made by __init__: subclasses, docs taken from getters, copies, messages.
class Told(property):
    """a property with a doc of its own"""


class A:
    @Told
    def x(self):
        """x of the getter"""
        return 1

    @x.setter
    def x(self, value):
        """not this"""

    @property
    def y(self):
        """y of the first getter"""

    z = property(doc="given")
    w = Told(None, None, None, "told")


print(A.x.__doc__, type(A.x).__name__, A.__dict__["x"].__dict__)
print(A.y.__doc__, A.y.getter(lambda self: 1).__doc__, A.z.getter(print).__doc__)
print(A.w.__doc__, A.w.setter(print).fset is print)


def documented(self):
    """a later getter"""


print(A.y.getter(documented).__doc__, A.x.getter(documented).__doc__)


class Narrow(property):
    __slots__ = ()


for make in (lambda: Narrow(documented), lambda: property().other, lambda: A().z,
             lambda: setattr(A(), "y", 1), lambda: delattr(A(), "z"),
             lambda: property().__set_name__(), lambda: property(1, 2, 3, 4, 5),
             lambda: property().__get__(A(), A)):
    try:
        print(make())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)


class Both(property):
    def __init__(self, get, extra):
        super().__init__(get)
        self.extra = extra


both = Both(documented, 5)
print(both.extra, both.fget is documented, both.__doc__)
try:
    both.setter(print)
except TypeError as error:
    print(error)
p = property(documented)
del p.__doc__
print(p.__doc__)
p.__init__(print, doc="again")
print(p.fget is print, p.__doc__, property.__new__(property).fget)


class Marked(classmethod):
    def __init__(self, function):
        super().__init__(function)
        self.mark = function.__name__


class Fixed(staticmethod):
    def __new__(cls, function, more):
        return super().__new__(cls)

    def __init__(self, function, more):
        super().__init__(function)
        self.more = more


class B:
    @Marked
    def make(cls):
        return cls.__name__

    add = Fixed(lambda a, b: a + b, "more")


print(B.make(), B.__dict__["make"].mark, B.add(1, 2), B.__dict__["add"].more)
for call in (lambda: staticmethod(), lambda: classmethod(1, 2), lambda: Marked()):
    try:
        call()
    except TypeError as error:
        print(error)
