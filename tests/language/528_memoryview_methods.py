# memoryview: comparison, hashes, methods.
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


for text in """\
m==d2
d2==memoryview(B).cast('B',[3,4])
m==i
i==i
m.cast('b')==m
m<m
m!=B
rel==rel
rel==b'abc'
rel[0]
rel.tolist()
len(rel)
rel.obj
rel.format
rel.nbytes
rel.__enter__()
m.__enter__() is m
m.hex(':')
m.hex(':',4)
m.tobytes('C')
m.tobytes(order='F')
d2.tobytes('F')
m.tobytes('X')
m.tobytes(None)
m.tobytes(1)
m.toreadonly().readonly
ba.toreadonly().readonly
ba.readonly
list(m)[:3]
list(d2)
type(iter(m)).__name__
3 in m
b'a' in m
bytes(m[::2])
bytes(st)
bytes(d2)
b''.join([m])
b''.join([st])
m[0:3]+b'a'
m.index(1)
m.count(1)
sorted(x for x in dir(m) if x not in dir(object))
memoryview(m).obj is B
m[2:].obj is B
m[2:].nbytes
memoryview(st).strides
bytearray(m)
int.from_bytes(m[:2],'big')
isinstance(m,memoryview)
memoryview.__name__
type(m)([])
m.__class_getitem__
memoryview(d2).shape
st==B[::2]
st.hex()
m[::3].hex()
list(reversed(m))[:2]
z.tobytes()
z==b'\\1'
z.nbytes
z.cast('B').tolist()
z.cast('b',[1]).tolist()
d2.cast('B').tolist()
d2.cast('B',[4,3])
e.tolist()
e[0]
e[0:]==b''
e.cast('I').tolist()
m.cast('B', shape=[2,6])[1,5]
m.cast('B',[2,3,2]).tolist()
m.cast('B',[2,3,2])[1,2,1]
m.cast('B',[2,3,2]).strides
m.cast('B',[2,6])[0]
""".splitlines():
    show(text)
