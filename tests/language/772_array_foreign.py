# Arrays rebuilt from what machines of other kinds pickled; arrays as mutable sequences; formats
# of struct that hold a null character.
import array
import struct
from collections.abc import MutableSequence

rebuild = array._array_reconstructor


def attempt(function, *arguments):
    try:
        return ascii(function(*arguments))
    except Exception as error:
        return ascii(f"{type(error).__name__}: {error}")


class Sub(array.array):
    pass


data = bytes(range(0x70, 0x80)) + b"\xff" * 8
for letter in "BhLqf":
    for machine_format in range(18):
        made = attempt(rebuild, array.array, letter, machine_format, data)
        print(letter, machine_format, made)
text = "a\u20ac\U0001f600"
for machine_format, encoding in ((18, "utf-16-le"), (19, "utf-16-be")):
    print(attempt(rebuild, Sub, "u", machine_format, text.encode(encoding)))
print(attempt(rebuild, Sub, "H", 6, struct.pack("<3I", 1, 2, 2**31)))
print(attempt(rebuild, array.array, "b", 15, b"12345678"))
print(isinstance(array.array("B"), MutableSequence))
for form in ("i\0", b"\0", "\0i", "2\0", "i\u1234"):
    print(attempt(struct.calcsize, form))
