# The methods of bytearray, which answer bytearrays.
def show(text):
    try:
        print(text, "=>", repr(eval(text)))
    except Exception as error:
        print(text, "->", type(error).__name__, error)


for text in """\
str(bytearray(b'x'))
bytearray.fromhex('aa bb')
bytearray.fromhex('a')
bytearray.fromhex(b'a')
bytearray(b'abc').hex(':')
bytearray(b'abc').hex(':',2)
bytearray(b'abc')[::-1]
bytearray(b'abc')[1:]
bytearray(b'aXbXc').split(b'X')
bytearray(b'abc').partition(b'b')
bytearray(b'abc').rpartition(b'z')
b'abc'.rpartition(bytearray(b'b'))
bytearray(b' a ').strip()
bytearray(b'abc').replace(b'b',b'X')
bytearray(b',').join([b'a',bytearray(b'b'),memoryview(b'c')])
bytearray(b'abc').title()
b'ab'.center(7,bytearray(b'*'))
bytearray.maketrans(b'ab',b'cd')[97:100]
bytearray(b'abc').removesuffix(b'c')
bytearray(b'abc').index(b'z')
bytearray(b'abc').startswith('a')
bytearray(b'abc').endswith((b'c','d'))
bytearray(b'abc').startswith((1,))
b'abc'.startswith(bytearray(b'a'))
b'abc'.strip(bytearray(b'a'))
bytearray(b'%s')%b'a'
b'%s'%bytearray(b'q')
bytes(bytearray(b'x'))
int(bytearray(b'12'))
int(bytearray(b'zz'))
int(bytearray(b'12'),16)
float(bytearray(b'1.5'))
int.from_bytes(bytearray(b'\\x01\\x02'),'big')
str(bytearray(b'abc'),'ascii')
bytearray(b'abc').decode()
bytearray(b'\\xff').decode()
ord(bytearray(b'a'))
ord(bytearray(b'ab'))
sum([],bytearray())
bytearray(b'abc').isalpha()
list(bytearray(b'ab'))
list(reversed(bytearray(b'ab')))
bytearray(b'abc').copy()
bytearray(b'abc').hex('')
bytearray(b'ab').upper()
bytearray(b'a').__imul__('a')
bytearray(b'a').__iadd__('a')
bytearray(b'a').__iadd__(1)
type(bytearray(b'x').__iter__())
bytearray(b'a\\nb').splitlines()
bytearray(b'abc')>b'abb'
bytearray(b'abc').clear(1)
""".splitlines():
    show(text)
