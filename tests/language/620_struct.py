# struct: every letter, orders and alignments, buffers.
import array
import math

A = array.array
import _struct as struct

for fmt, vals in (('<bBhHiIlLqQ', (-1, 255, -2, 65535, -3, 4294967295, -4, 5, -6, 2**64-1)), ('>hiq', (1, 2, 3)), ('!I', (0x01020304,)), ('@bi', (1, 2)), ('=bi', (1, 2)), ('3s5p?c', (b'ab', b'hello', True, b'z')), ('<efd', (1.5, 0.1, 1e300)), ('2h0i', (1, 2)), ('xxb', (7,)), ('nNP', (-1, 1, 5)), ('>e', (-0.0,))):
    p = struct.pack(fmt, *vals); print(fmt, p, struct.unpack(fmt, p), struct.calcsize(fmt))
S = struct.Struct('>IH'); print(S.size, S.format, S.pack(1, 2), S.unpack(b'\0\0\0\1\0\2'), S.unpack_from(b'xx\0\0\0\1\0\2', 2), list(S.iter_unpack(S.pack(1,2) * 2)))
buf = A('B', bytes(8)); struct.pack_into('>H', buf, 2, 0x4142); print(buf)
print(struct.unpack_from('<H', A('B', [1, 2, 3]), 1), struct.unpack('<3b', A('b', [1,2,3])))
print(struct.unpack('<e', struct.pack('<e', math.inf)), struct.pack('<d', float('nan')) != b'', struct.unpack('>f', b'\x7f\x80\0\0'))
try: struct.pack('b', 1000)
except struct.error as e: print(e, isinstance(e, Exception), struct.error.__mro__, struct.error.__module__)
