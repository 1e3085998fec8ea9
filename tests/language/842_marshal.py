# marshal: what CPython writes for atoms and shared values, round trips of all kinds, damaged data.
import io
import marshal
import types

for value in (None, True, ..., StopIteration, 7, -1, 2**31 - 1, 2**31, -2**63, 2**100, 1.5, -0.0,
              1 + 2j, "", "ab", "a b", "éé", "\ud800", "x" * 300, b"", b"abc", ()):
    print(value if value != "\ud800" else "", marshal.dumps(value))
    assert marshal.loads(marshal.dumps(value)) == value
for version in range(-1, 5):
    print(version, marshal.dumps("éé", version)[-4:], marshal.dumps((1.5, 2j, (1,)), version)[:4],
          marshal.loads(marshal.dumps(([1], {"a": 2.5}, 1e300, 1j, "text", b"b"), version)))

shared = [1, "one"]
everything = {"list": [shared, shared], 5: {1, 2}, "frozen": frozenset("abc"), (1, 2): -2**70,
              "nested": [[[]]], 2.5: 1e-300, "name": "é\U0001f600"}
again = marshal.loads(marshal.dumps(everything))
print(again == everything, again["list"][0] is again["list"][1], list(again))
itself = []
itself.append(itself)
copy = marshal.loads(marshal.dumps(itself))
print(copy[0] is copy, marshal.dumps({3, 1, 2}, 2) == marshal.dumps({2, 3, 1}, 2))
print(marshal.loads(marshal.dumps(bytearray(b"raw"))), marshal.loads(memoryview(b"Nrest")))

file = io.BytesIO()
for value in [1, 2], "x", {"k": None}:
    marshal.dump(value, file)
file.seek(0)
print(marshal.load(file), marshal.load(file), marshal.load(file))


def outer(first, *, second=2):
    """Doc."""
    return [first + number for number in range(second)]


code = marshal.loads(marshal.dumps(outer.__code__))
print(code.co_name, code == outer.__code__, types.FunctionType(code, {"range": range})(5, second=3))


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


for data in (b"", b"0", b"?", b"i\0", b"(\xff\xff\xff\xff", b"[\xff\xff\xff\xff", b"z\5ab",
             b"<\xff\xff\xff\xff", b"s\xff\xff\xff\xff", b"u\xff\xff\xff\xff", b"l\1\0\0\0\0\0",
             b"l\1\0\0\0\0\x80", b"l\0\0\0\x80", b"r\0\0\0\0", b"[\1\0\0\0" + b"0", b")\1" + b"0",
             b"{N0", b"{N", b"[\1\0\0\0?", b"f\3abc", b"x\0011\0012", b"u\1\0\0\0\xff",
             b"<\1\0\0\0[\0\0\0\0", b"\xbe\1\0\0\0r\0\0\0\0", b"[\1\0\0\0" * 2001, b"I" + bytes(8)):
    attempt(marshal.loads, data)
deep = []
for _ in range(2500):
    deep = [deep]
for args in (), (1, "a"), (1, 2, 3), (object(),), ([type],), (range(3),), (deep,):
    attempt(marshal.dumps, *args)
attempt(marshal.loads, "text")
attempt(marshal.load, 1)
attempt(marshal.load, io.BytesIO())
attempt(marshal.dump, 1, 2)
attempt(marshal.dump, 1)
