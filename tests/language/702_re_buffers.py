# Patterns over what has bytes but is no bytes object; weak references to patterns.
import re, weakref
from array import array

for data in (b'one two', bytearray(b'one two'), memoryview(b'one two'), array('B', b'one two')):
    m = re.search(rb'(\w+) (\w+)', data)
    print(m.groups(), m.span(2), type(m[1]).__name__, re.findall(b'o', data), re.split(b' ', data), re.sub(b'o', b'0', data))
print(re.sub(b'a', bytearray(b'x'), b'banana'))
changing = bytearray(b'abcabc')
m = re.search(b'c', changing)
changing[:] = b'xyzxyz'
print(m.group(), m.string is changing)
p = re.compile('a')
print(weakref.ref(p)() is p)
for bad in (lambda: re.search('a', bytearray(b'a')), lambda: re.search(b'a', 5), lambda: re.search(b'a', 'a')):
    try: print(bad())
    except TypeError as e: print(e)
