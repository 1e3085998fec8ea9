# TextIOWrapper: encodings, error handlers, buffering, reconfigure, detach, attributes.
import _io as io
import time

path = '../../build/wrapper-%d.tmp' % time.time_ns()


def attempt(function, *args, **names):
    try:
        print(ascii(function(*args, **names)))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


for encoding in ('utf-8', 'UTF8', 'latin-1', 'ascii', 'iso-8859-1', 'US-ASCII'):
    for errors in ('strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace'):
        raw = io.BytesIO()
        file = io.TextIOWrapper(raw, encoding=encoding, errors=errors)
        try:
            file.write('aé€\udc80z')
            file.flush()
            print(encoding, errors, raw.getvalue())
        except UnicodeEncodeError as error:
            print(encoding, errors, ascii(str(error)))
        file = io.TextIOWrapper(io.BytesIO(b'a\xc3\xa9\xff\xe2\x82z'), encoding=encoding, errors=errors)
        attempt(file.read)
raw = io.BytesIO()
file = io.TextIOWrapper(raw, encoding='utf-8', line_buffering=True)
file.write('no newline')
print(raw.getvalue(), file.line_buffering, file.write_through)
file.write(' yet\nmore')
print(raw.getvalue())
file.reconfigure(line_buffering=False, write_through=True, newline='\r\n')
file.write('x\n')
print(raw.getvalue(), file.line_buffering, file.write_through, file.encoding, file.errors)
file.reconfigure(encoding='latin-1', errors='replace')
file.write('é€')
print(raw.getvalue(), file.encoding, file.errors)
print(file.buffer is raw, file.detach() is raw, raw.closed)
for name in ('read', 'flush', 'close', 'detach', 'fileno', 'tell'):
    attempt(getattr(file, name))
attempt(lambda: file.closed)
attempt(lambda: file.name)
reading = io.TextIOWrapper(io.BytesIO(b'one\ntwo\n'))
print(reading.read(1), reading.readline(), reading.newlines)
attempt(reading.reconfigure, encoding='ascii')
attempt(reading.reconfigure, newline='')
attempt(reading.reconfigure, errors=5)
print(reading.encoding, reading.errors, reading.seekable(), reading.readable(), reading.writable())
with open(path, 'w', encoding='utf-8', errors='replace') as file:
    print(repr(file).replace(path, 'PATH'), file.errors, file.mode, file._CHUNK_SIZE)
    file.extra = 'attribute'
    print(file.extra, file.buffer.raw.name == path, repr(file.buffer).replace(path, 'PATH'))
    print(repr(file.buffer.raw).replace(path, 'PATH'))
attempt(lambda: io.TextIOWrapper(io.BytesIO(), errors='nonsense').write('é\udc80'))
attempt(lambda: io.TextIOWrapper(io.BytesIO(b'\xff'), encoding='no-such').read())
attempt(io.TextIOWrapper(io.BytesIO(b'\xff\xfe')).read)
attempt(io.TextIOWrapper(io.BytesIO(b'ab\xe2\x82')).read)
print(io.text_encoding('x'), io.DEFAULT_BUFFER_SIZE)
with io.open_code(__file__) as file:
    print(file.readline())
print(type(open).__name__, io.open is open)
