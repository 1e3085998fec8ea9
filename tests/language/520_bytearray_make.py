# bytearray: making one, items, and what is refused.
def show(text):
    try:
        print(text, "=>", repr(eval(text)))
    except Exception as error:
        print(text, "->", type(error).__name__, error)


for text in """\
bytearray('a')
bytearray(1.5)
bytearray([256])
bytearray(['a'])
bytearray(-1)
bytearray(10**30)
bytearray('a','utf-8')
bytearray('a',errors='x')
bytearray(encoding='a')
bytearray(b'a','b')
bytearray(1,2,3,4)
bytearray(source=b'x')
bytearray(b'a')+1
bytearray(b'a')+b'b'
b'a'+bytearray(b'b')
bytearray(b'a')*2
2*bytearray(b'a')
bytearray(b'a')*1.5
bytearray(b'a')*-1
bytearray(b'a')['a']
bytearray(b'a')[5]
bytearray(b'a')[10**30]
bytearray().pop()
bytearray(b'a').pop(3)
bytearray(b'ab').pop(0)
bytearray(b'a').remove(98)
bytearray(b'a').remove('a')
bytearray(b'a').remove(256)
bytearray().extend(1)
bytearray().extend('abc')
bytearray().extend([1,'a'])
bytearray().extend([300])
bytearray().append('a')
bytearray().append(256)
bytearray().append(-1)
bytearray().insert(0,'a')
bytearray().insert('a',1)
hash(bytearray())
bytearray(b'abc')==b'abc'
bytearray(b'a')<'a'
bytearray(b'a')<b'b'
bytearray(b'abc')==memoryview(b'abc')
97 in bytearray(b'a')
'a' in bytearray(b'a')
300 in bytearray(b'a')
b'b' in bytearray(b'abc')
bytearray(b'a').__reduce__()
bytearray(b'a').__reduce_ex__(2)
bytearray(b'a').__reduce_ex__(4)
bytearray(b'abc').__alloc__()
repr(bytearray(b'a"b\\'c'))
""".splitlines():
    show(text)
