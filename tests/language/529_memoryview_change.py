# memoryview: writing through it, and what it locks.
def change(text):
    b = bytearray(range(12))
    m = memoryview(b)
    try:
        exec(text, {"b": b, "m": m})
        print(text, "=>", b.hex())
    except Exception as error:
        print(text, "->", type(error).__name__, error, b.hex())


for text in """\
m[0]=255
m[0]=256
m[0]=-1
m[0]='a'
m[0]=b'a'
m[0]=1.5
m[99]=1
m['a']=1
m[0:2]=b'ab'
m[0:2]=b'abc'
m[0:2]=1
m[0:2]=[1,2]
m[::2]=b'ABCDEF'
m[::2]=m[1::2]
m[1:]=m[:-1]
m[:-1]=m[1:]
del m[0]
del m[0:2]
m.cast('I')[0]=2**32
m.cast('I')[0]=2**31
m.cast('i')[0]=-1
m.cast('i')[0]=2**31
m.cast('f')[0]=1.5
m.cast('f')[0]='a'
m.cast('f')[0]=1e300
m.cast('d')
m.cast('c')[0]=b'z'
m.cast('c')[0]=1
m.cast('c')[0]=b'zz'
m.cast('?')[0]=[1]
m.cast('b')[0]=-128
m.cast('b')[0]=128
m.cast('h')[0]=40000
m.cast('B',[3,4])[1,1]=200
m.cast('B',[3,4])[1]=200
m.cast('B',[3,4])[0:1]=b'a'
m.cast('I')[0:1]=b'abcd'
m.cast('I')[0:1]=memoryview(b'abcd').cast('I')
m[...]=m
m[()]=1
memoryview(bytes(m))[0]=1
m.toreadonly()[0]=1
b.append(1)
b.pop()
b.clear()
b.extend(b'')
b.extend(b'1')
b+=b'1'
b*=2
b*=1
del b[0]
b[0:1]=b'12'
b[0:1]=b'9'
b.insert(0,1)
b.remove(1)
b.reverse()
b.__init__(b'z')
b.__init__(12)
m[0]=True
m[True]=7
m[10**30]=1
m.obj.append(1)
m.foo=1
m.format='I'
x=memoryview(m);x[0]=9
m[2:4][0]=77
m[::-1][0]=77
m.cast('h')[1:3][0]=-2
m.cast('q')
m.cast('P')[0]=5
m[:8].cast('P')[0]=5
m[:8].cast('Q')[0]=2**64-1
m[:8].cast('Q')[0]=-1
m[:8].cast('q')[0]=-2**63
m[:8].cast('N')[0]=-1
m[:8].cast('Q')[0]=1.5
m[:8].cast('Q')[0]=2**64
m.release();b.append(1)
n=m[1:];m.release();b.append(1)
n=m[1:];m.release();n.release();b.append(1)
""".splitlines():
    change(text)

b = bytearray(b"abc")
with memoryview(b) as view:
    view[0] = 65
b.append(100)
print(b)
view = memoryview(b)
part = view[1:]
view.release()
print(part.tolist())
try:
    view[0]
except ValueError as error:
    print(error)
part.release()
b.clear()
print(b)
