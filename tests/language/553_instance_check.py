# isinstance and issubclass: hooks, __class__, __bases__ of other objects, what is refused.
class Claims:
    def __init__(self, claim):
        self.claim = claim

    @property
    def __class__(self):
        return self.claim


class Meta(type):
    def __instancecheck__(cls, value):
        print("check", cls.__name__, value)
        return value == 1

    def __subclasscheck__(cls, other):
        print("subcheck", cls.__name__, other)
        return "yes"


class M(metaclass=Meta):
    pass


class Like:
    def __init__(self, *bases):
        self.__bases__ = bases


class Sub(int):
    pass


print(isinstance(Claims(int), int), isinstance(Claims(int), str), isinstance(Claims(Sub), int), type(Claims(int)))
print(isinstance(1, M), isinstance(2, M), isinstance(M(), M), issubclass(int, M), isinstance(1, (str, (M,))))
base = Like()
middle = Like(base)
print(issubclass(middle, base), issubclass(base, middle), issubclass(middle, middle))
print(isinstance(Claims(middle), base))


def attempt(act):
    try:
        print(act())
    except Exception as error:
        print(type(error).__name__, error)


for act in (
    lambda: isinstance(1, 1), lambda: isinstance(1, (int, 1)), lambda: isinstance(1, ("a", int)), lambda: issubclass(1, int), lambda: issubclass(int, 1),
    lambda: issubclass(int, (str, 1)), lambda: isinstance(1, int | str), lambda: isinstance(None, int | None), lambda: issubclass(bool, int | str),
    lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]), lambda: issubclass(1, int | str), lambda: type.__instancecheck__(int, 1),
    lambda: type.__subclasscheck__(int, bool), lambda: int.__subclasscheck__(bool), lambda: int.__instancecheck__("a"), lambda: isinstance(1, ()),
    lambda: object.__subclasshook__(), lambda: Meta.__instancecheck__(M, 1),
):
    attempt(act)
