# What int(), float(), complex() and their kin make of objects with special methods, of strict
# subclasses, and of odd text.
import cmath
import math
import struct
import warnings


def attempt(function, *arguments, **names):
    try:
        return repr(function(*arguments, **names))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def show(message, category, *rest, **names):
    print(f"  {category.__name__}: {message}")


warnings.simplefilter("always")
warnings.showwarning = show


class I(int):
    pass


class F(float):
    pass


class C(complex):
    pass


def answering(name, value, base=object, *arguments):
    return type("A", (base,), {name: lambda self: value})(*arguments)


print("-- strict subclasses")
print(attempt(int, answering("__int__", True)), attempt(int, answering("__index__", I(3))))
print(attempt(float, answering("__float__", F(2.5))), attempt(math.sin, answering("__float__", 1)))
print(attempt(complex, answering("__complex__", C(1j))), attempt(cmath.sqrt, I(4)))
print(attempt(complex, answering("__complex__", 1)), attempt(int, answering("__trunc__", 7)))
print(attempt(complex, 1, answering("__complex__", 1j)))

print("-- subclasses that answer otherwise")
five = answering("__float__", 7.5, float, 5.5)
print(float(five), math.floor(five), math.fabs(five), "%.1f" % five, struct.pack("<d", five))
print(complex(answering("__complex__", 2j, int, 5)), complex(answering("__complex__", 2j, C, 5)))
for value in (1, None, "x", 10**30):
    number = answering("__float__", value)
    print(attempt(float, number), "|", attempt("%f".__mod__, number), "|",
          attempt(b"%f".__mod__, number), "|", attempt(struct.pack, "d", number))
    number = answering("__index__", value)
    print(attempt(bytes, number) if value != 1 else "", "|", attempt("%c".__mod__, number), "|",
          attempt(b"%c".__mod__, number), "|", attempt("%x".__mod__, number))
    number = answering("__bytes__", value)
    print(attempt(int.from_bytes, number, "big"), "|", attempt(bytes, number))


class Keyword(float):
    def __init__(self, value, unit):
        self.unit = unit


print(Keyword(2.5, unit="m"), attempt(F, x=1), attempt(float, x=1))
print(type(bytes(answering("__bytes__", type("B", (bytes,), {})(b"x")))).__name__)

print("-- sizes")
for function in (lambda n: "a" * n, lambda n: b"a" * n, lambda n: bytearray(b"a") * n, bytes,
                 "a".center, b"a".ljust, "a".zfill, "a\t".expandtabs, (1).to_bytes,
                 lambda n: "a".replace("a", "b", n), lambda n: b"a".split(b"a", n)):
    print(attempt(function, 10**30))

print("-- text")
for text in ("\u2003(\u20021+1j ) ", "1__0", "_1j", "(1+2j", "\u0663.\u0664j", "1\u20032"):
    print(ascii(attempt(complex, text)), ascii(attempt(float, text)))
infinity = float("inf")
print(0.0 ** -infinity, attempt(pow, -0.0, -infinity), attempt(pow, 0.0, -1.0))
print(attempt(cmath.acosh, complex(0, float("nan"))))

print("-- hexadecimal")
for text in ("0x1p\uff10", "0x0.fffffffffffff8p-1022", "0x0.ffffffffffffd6p-1022", "0x1p-1075",
             "0x1.00000000000000000001p-1075", "0x1p1024", "-0x1.fffffffffffff7p1023",
             "0x0p999999999999999999999", "0x1p-99999999999999999999", "\t-.8P1\n", "0x", "-nan",
             "0x1.00000000000008", "0x1.000000000000080000000000000000001", "0x1p", "1 2"):
    print(ascii(text), attempt(float.fromhex, text))
