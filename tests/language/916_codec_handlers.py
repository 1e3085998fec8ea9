# The error handlers that name characters and let surrogates pass.
import codecs

print("a\xe9\udc80\u1234".encode("ascii", "namereplace"))
print("\xe9\ud800".encode("latin-1", "namereplace"))
for encoding in 'utf-8', 'utf-16-le', 'utf-32-be', 'utf-16':
    data = 'a\ud800b'.encode(encoding, 'surrogatepass')
    print(data, data.decode(encoding, 'surrogatepass') == 'a\ud800b')
handler = codecs.lookup_error('surrogatepass')
for problem in (UnicodeEncodeError('utf-8', 'a\ud800', 1, 2, 'x'),
                UnicodeDecodeError('utf-8', b'a\xed\xa0\x80', 1, 2, 'x'),
                UnicodeDecodeError('utf-16-le', b'\0\xd8', 0, 2, 'x'),
                UnicodeDecodeError('utf-32-be', b'\0\0\xd8\0', 0, 2, 'x'),
                UnicodeEncodeError('utf-8', 'abc', 1, 2, 'x'),
                UnicodeEncodeError('ascii', '\ud800', 0, 1, 'x'),
                UnicodeDecodeError('utf-8', b'abcdef', 1, 2, 'x'),
                UnicodeDecodeError('utf-8', b'\xed', 0, 1, 'x'),
                UnicodeTranslateError('a', 0, 1, 'x')):
    try:
        print(handler(problem))
    except Exception as error:
        print(type(error).__name__, error)
