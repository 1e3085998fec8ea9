# A bytearray is changed in place, and not while it is exported.
def change(text, view):
    b = bytearray(b"abcdef")
    m = memoryview(b) if view else None
    try:
        exec(text, {"b": b})
        print(text, "=>", b)
    except Exception as error:
        print(text, "->", type(error).__name__, error, b)


for text in """\
b[0]=1
b[0]='a'
b[0]=300
b['a']=1
b[9]=1
b[-1]=65
b[1:3]=b'XYZ'
b[1:3]=b''
b[1:3]=[1,2,3]
b[1:3]='x'
b[1:3]=5
b[::2]=b'XYZ'
b[::2]=b'X'
b[::2]=b''
b[5:1]=b'Q'
b[1:3]=memoryview(b'pq')
b[:]=b
b[1:1]=b
del b[0]
del b[9]
del b['a']
del b[1:3]
del b[::2]
del b[::-2]
b.append(1)
b+=b'xy'
b+=b
b*=2
b*=0
b.extend(b)
b.extend(iter([1,2]))
b.insert(1,65)
b.insert(-100,65)
b.insert(100,65)
b.reverse()
b.clear()
b.pop()
b.pop(-2)
b.remove(99)
b.__init__(b'z')
b[1:2]=1.5
b[::2]=1
b[::0]=b''
b[3:1:-1]=b'mn'
b += 'a'
b+=5
""".splitlines():
    change(text, False)
    change(text, True)
