# binascii: what it says of what is no text of the kind.
import binascii


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
binascii.hexlify(b'abc')
binascii.hexlify(b'abc',':')
binascii.hexlify(b'abcde','-',2)
binascii.hexlify(b'abcde','-',-2)
binascii.hexlify(b'abc',sep='::')
binascii.hexlify('a')
binascii.unhexlify('616')
binascii.unhexlify('6g')
binascii.unhexlify('6162')
binascii.unhexlify('é')
binascii.unhexlify(5)
binascii.b2a_base64(b'abcd')
binascii.b2a_base64(b'abcd',newline=False)
binascii.a2b_base64('YWJj')
binascii.a2b_base64('YWJ')
binascii.a2b_base64('Y')
binascii.a2b_base64('YWJjZA=')
binascii.a2b_base64('YWJjZA==')
binascii.a2b_base64('YW Jj!ZA==')
binascii.a2b_base64('YW Jj!ZA==',strict_mode=True)
binascii.a2b_base64('=YWJj',strict_mode=True)
binascii.a2b_base64('YWJjZA==a',strict_mode=True)
binascii.a2b_base64('YWJjZA=a=',strict_mode=True)
binascii.a2b_base64('YWJjZA==\n',strict_mode=True)
binascii.a2b_base64('YWJ==',strict_mode=True)
binascii.a2b_base64('Y')
binascii.a2b_base64('é')
binascii.a2b_base64(5)
binascii.crc32(b'abc')
binascii.crc32(b'abc',5)
binascii.crc32('a')
binascii.crc_hqx(b'abc',0)
binascii.b2a_uu(b'abc')
binascii.b2a_uu(b'a'*46)
binascii.b2a_uu(b'\0\0',backtick=True)
binascii.a2b_uu(b'#86)C\n')
binascii.a2b_uu(b'#86)\x80')
binascii.a2b_uu(b'#86)Cabc')
binascii.b2a_qp(b'a=b \xff\n')
binascii.b2a_qp(b'a b\t\n', quotetabs=True, istext=False, header=True)
binascii.b2a_qp(b'x'*100)
binascii.a2b_qp(b'a=3Db=\nc=20_',header=True)
binascii.Error.__mro__
binascii.Incomplete.__mro__
"""
for case in CASES.strip().splitlines():
    show(case)
