# A class whose __call__ is an instance of itself: calls that never reach a function end.
class Caller:
    pass


Caller.__call__ = Caller()
try:
    Caller()()
except RecursionError as error:
    print(error)


class Counter:
    def __init__(self):
        self.depth = 0

    def __call__(self, times):
        self.depth += 1
        return self(times - 1) if times else self.depth


print(Counter()(100))


# What a built-in base only inherits does not hide what a later base defines.
class Named:
    def __str__(self):
        return "Named"


class Number(float, Named):
    pass


class Whole(int, Named):
    pass


print(str(Number(3)), f"{Whole(4)!s}", repr(Number(3)), "%s" % Whole(5))


# A classmethod of something callable that is no function.
class Teller:
    def tell(self, owner):
        return owner.__name__


class Told:
    who = classmethod(Teller().tell)
    inner = classmethod(classmethod(lambda owner: owner.__name__))


print(Told.who(), Told().who(), Told.inner())
