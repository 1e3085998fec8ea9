# memoryview: what it tells of the memory it shows.
b12 = bytes(range(12))
released = memoryview(b"abc")
released.release()
G = {
    "B": b12,
    "m": memoryview(b12),
    "i": memoryview(b12).cast("I"),
    "d2": memoryview(b12).cast("B", [3, 4]),
    "i2": memoryview(b12).cast("h", (2, 3)),
    "rel": released,
    "st": memoryview(b12)[::2],
    "ba": memoryview(bytearray(b"abc")),
    "z": memoryview(b"\1").cast("B", []),
    "e": memoryview(b""),
}


def show(text):
    try:
        value = eval(text, G)
        print(text, "=>", value if not text.startswith("hash") else value == hash(b"abc"))
    except Exception as error:
        print(text, "->", type(error).__name__, error)


for name in ["m", "i", "d2", "i2", "st", "ba", "z", "e"]:
    for attribute in """obj nbytes readonly itemsize format ndim shape strides suboffsets
        c_contiguous f_contiguous contiguous tolist() tobytes() hex() __len__()""".split():
        show(name + "." + attribute)
