# Codecs: UTF-16 and 32, tables, registered codecs and handlers, incremental reading of files.
import codecs
import io
import time


def attempt(function, *args, **names):
    try:
        print(ascii(function(*args, **names)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


text = 'aé€😀'
for name in ('utf-8', 'utf-16', 'utf-16-le', 'UTF_16BE', 'utf-32', 'utf-32-le', 'utf-32-be', 'utf-8-sig', 'cp1252', 'iso8859-15', 'koi8-r', 'cp437'):
    for errors in ('strict', 'replace', 'ignore', 'backslashreplace', 'xmlcharrefreplace'):
        attempt(text.encode, name, errors)
    try:
        data = text.encode(name, 'ignore')
        print(name, ascii(data.decode(name)), codecs.lookup(name).name)
    except Exception as error:
        print(type(error).__name__, error)
for data, name in ((b'\xff\xfea\0', 'utf-16'), (b'\xfe\xff\0a', 'utf-16'), (b'a\0b', 'utf-16'), (b'\0\xd8', 'utf-16-le'),
                   (b'\0\xdc', 'utf-16-le'), (b'\0\xd8a\0', 'utf-16-le'), (b'\0\0\x11\0', 'utf-32-le'), (b'\0\xd8\0\0', 'utf-32-le'),
                   (b'abc', 'utf-32-le'), (b'\xff\xfe\0\0a\0\0\0', 'utf-32'), (b'\x81\x8d', 'cp1252'), (b'\xa4\xe9', 'iso8859-15')):
    for errors in ('strict', 'replace', 'ignore', 'backslashreplace'):
        attempt(data.decode, name, errors)
attempt('\ud800'.encode, 'utf-16')
attempt('\ud800'.encode, 'utf-16-le', 'surrogatepass')
attempt('\udc80'.encode, 'utf-32', 'surrogateescape')
attempt('x'.encode, 'no-such-codec')
attempt(b'x'.decode, 'no-such-codec')
attempt('é'.encode, 'ascii', 'no-such-handler')
attempt('x'.encode, 'hex')
codecs.register_error('stars', lambda error: ('*' * (error.end - error.start), error.end))
attempt('aéé€b'.encode, 'ascii', 'stars')
attempt(b'a\xff\xfeb'.decode, 'utf-8', 'stars')
codecs.register_error('wrong', lambda error: 5)
attempt('é'.encode, 'latin-1')
attempt('€'.encode, 'latin-1', 'wrong')
codecs.register_error('far', lambda error: ('', 50))
attempt('€'.encode, 'latin-1', 'far')
codecs.register_error('bytes', lambda error: (b'\x00\x01', error.end))
attempt('€x'.encode, 'latin-1', 'bytes')
for name in ('strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'surrogateescape'):
    handler = codecs.lookup_error(name)
    attempt(handler, UnicodeEncodeError('x', 'a\udc80€', 1, 3, 'because'))
    attempt(handler, UnicodeDecodeError('x', b'a\xff', 1, 2, 'because'))
attempt(codecs.lookup_error, 'no-such-handler')
decoder = codecs.getincrementaldecoder('utf-8')()
print([ascii(decoder.decode(bytes([byte]))) for byte in text.encode()], decoder.getstate())
decoder = codecs.getincrementaldecoder('utf-16')()
print([ascii(decoder.decode(bytes([byte]))) for byte in text.encode('utf-16')])
path = '../../build/codecs-%d.tmp' % time.time_ns()
for name in ('utf-16', 'utf-32', 'utf-16-be', 'utf-8-sig', 'cp1252'):
    with open(path, 'w', encoding=name, errors='replace') as file:
        print(file.write('one é\ntwo €\n'), file.tell())
    with open(path, 'a', encoding=name) as file:
        file.write('three\n')
    with open(path, 'rb') as file:
        print(file.read())
    with open(path, encoding=name) as file:
        file._CHUNK_SIZE = 3
        print(ascii(file.readline()), [ascii(line) for line in file])
        file.seek(0)
        file.readline()
        place = file.tell()
        print(ascii(file.readline()), file.seek(place) == place, ascii(file.readline()))
with codecs.open(path, encoding='cp1252') as file:
    print(ascii(file.read()))
