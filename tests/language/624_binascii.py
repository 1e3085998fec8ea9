# binascii: every form there and back.
import binascii as b
data = bytes(range(256)) * 3
for n in range(0, 60, 7):
    d = data[n:n*3]
    print(b.b2a_base64(d), b.a2b_base64(b.b2a_base64(d)) == d, b.hexlify(d) == d.hex().encode(), b.unhexlify(b.hexlify(d)) == d, b.crc32(d), b.crc_hqx(d, n), b.b2a_qp(d), b.a2b_qp(b.b2a_qp(d)) == d, b.b2a_uu(d[:45]), b.a2b_uu(b.b2a_uu(d[:45])) == d[:45])
print(b.b2a_qp(b'line one \nline two\t\r\n.\n..\nlong ' + b'y' * 90 + b'\n'), b.b2a_qp(data, quotetabs=True), b.b2a_qp(data, istext=False, header=True))
print(b.a2b_qp(b'soft=\nbreak=\r\nx==y=zz=4'), b.a2b_uu(b' '), b.a2b_uu(b''), b.b2a_uu(b''), b.hexlify(b''), b.b2a_base64(b''), b.a2b_base64(b''), b.crc32(b''), b.crc32(b'hello', -1), b.crc32(b'a', 2**40+3))
for s in ('YQ=', 'YQ==', 'YWI=', 'YWI', 'Y===', '====', 'YQ==YQ==', 'Y Q = =', 'YQ=\n='):
    for strict in (False, True):
        try: print(s, strict, b.a2b_base64(s, strict_mode=strict))
        except b.Error as e: print(s, strict, e)
print(b.hexlify(b'abcdefg', '_', 3), b.hexlify(b'abcdefg', b'_', -3), b.hexlify(b'abc', '_', 0), b.hexlify(b'abc', '_', 10))
