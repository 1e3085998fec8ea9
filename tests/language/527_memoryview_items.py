# memoryview: items, slices and casts.
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
memoryview()
memoryview(1)
memoryview('a')
memoryview(b'a',1)
memoryview(object=b'a')[0]
m[0]
m[-1]
m[12]
m['a']
m[1.5]
m[2:5].tolist()
m[::2].tolist()
m[::-1].tolist()
m[::-1].strides
m[5:2].tolist()
m[()]
m[...]==m
m[0,0]
m[0,1:2]
d2[0]
d2[0,1]
d2[2,3]
d2[3,0]
d2[0,4]
d2[1:].tolist()
d2[1:].shape
d2[0,0,0]
d2[0:1,0:1]
i2[1,2]
z[()]
z[0]
z[...]==z
len(z)
z.tolist()
i[0]
i.tolist()
m.cast('I').cast('B').tolist()
m.cast('Q')
m.cast('x')
m.cast('BB')
m.cast('')
m.cast(1)
m.cast('I',[2])
m.cast('B',[0])
m.cast('B',[-1])
m.cast('B',1)
m.cast('B',['a'])
i.cast('h')
m.cast('@I').format
m.cast('<I')
m.cast('c')[0]
m.cast('c').tolist()[:2]
m.cast('?').tolist()[:3]
m.cast('f').tolist()
memoryview(bytes(8)).cast('d').tolist()
memoryview(b'\\xff'*8).cast('q')[0]
memoryview(b'\\xff'*8).cast('Q')[0]
memoryview(b'\\xff'*8).cast('n')[0]
memoryview(b'\\xff'*8).cast('N')[0]
memoryview(b'\\xff'*8).cast('l')[0]
memoryview(b'\\xff'*8).cast('L')[0]
memoryview(b'\\xff'*8).cast('b')[0]
memoryview(b'\\xff'*8).cast('H')[0]
memoryview(b'\\xff'*8).cast('P')[0]
st.cast('B')
hash(memoryview(b'abc'))
hash(ba)
hash(rel)
hash(memoryview(b'abcd').cast('I'))
m==B
m==bytearray(B)
m==1
""".splitlines():
    show(text)
