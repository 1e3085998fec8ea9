# __reduce_ex__ and __reduce__ of what is built in.
import sys

sys.path.append("/usr/lib/python3.11")


def show(value):
    try:
        print(value.__reduce__())
    except Exception as error:
        print(type(error).__name__, error)


class S(set):
    pass


class E(Exception):
    pass


s = S([1])
s.tag = "t"
e = E("a", 1)
e.note = "n"
for value in {1}, frozenset([2]), s, range(1, 5, 2), slice(1, 2), ..., NotImplemented, len, [].append, "a".join, ValueError("x"), e, OSError(2, "no", "f"):
    show(value) if value != [].append else print(value.__reduce__())
print(str.join.__reduce__(), (1).__add__.__reduce__(), int.__add__.__reduce__())
print(list[int].__reduce__()[1])
for text in "iter([1,2])", "reversed([1,2])", "iter((1,2))", "iter('ab')", "iter(b'ab')", "iter({1:2})", "iter({1:2}.items())", "iter({5})":
    it = eval(text)
    print(text, it.__reduce__()[0].__name__, it.__reduce__()[1:])
    next(it)
    print(it.__reduce__()[1:])
    list(it)
    print(it.__reduce__()[1:])
e = enumerate("ab", 3)
next(e)
print(e.__reduce__()[1][1:], type(zip([1]).__reduce__()[1][0]), zip([1], strict=True).__reduce__()[2], map(len, []).__reduce__()[1][0], filter(None, []).__reduce__()[1][0])
it = iter([1, 2, 3])
it.__setstate__(2)
print(list(it))
it = reversed([1, 2, 3])
it.__setstate__(0)
print(list(it))
it = iter("abc")
it.__setstate__(-5)
print(list(it))
