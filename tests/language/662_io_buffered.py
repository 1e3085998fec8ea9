# BufferedReader, BufferedWriter, BufferedRandom and FileIO over a real file.
import _io as io
import time

path = '../../build/buffered-%d.tmp' % time.time_ns()
with open(path, 'wb') as file:
    print(type(file).__name__, file.mode, file.name == path, type(file.raw).__name__, file.raw.mode)
    print(file.write(b'0123456789' * 2000), file.tell(), file.flush(), file.seek(5), file.write(b'abc'), file.tell())
    print(file.readable(), file.writable(), file.seekable(), file.isatty(), file.closed)
with open(path, 'rb') as file:
    print(type(file).__name__, file.mode, file.read(10), file.peek(1)[:3], file.tell())
    print(len(file.read1(5)), len(file.read1()), file.read(0), file.seek(-10, 2), file.read(), file.read(3), file.read1(3))
    print(file.seek(3), file.read(2), file.seek(2, 1), file.read(2), file.tell(), file.readline(7))
with open(path, 'r+b') as file:
    print(type(file).__name__, file.mode, file.read(4), file.write(b'WRITTEN'), file.tell(), file.read(4))
    file.seek(0)
    print(file.read(16), file.truncate(20), file.seek(0, 2), file.write(b'tail'), file.tell())
    file.seek(15)
    print(file.read())
with open(path, 'w+b', buffering=4) as file:
    file.write(b'ab')
    file.write(b'cdefghij')
    file.seek(2)
    print(file.read(3), file.write(b'XX'), file.seek(0), file.read())
raw = open(path, 'rb', buffering=0)
print(type(raw).__name__, raw.read(3), raw.readall(), raw.read(), raw.tell(), raw.closefd, raw.mode)
print(raw.seek(0), raw.readline(), raw.seekable(), raw.readable(), raw.writable())
raw.close()
raw.close()
print(raw.closed, repr(raw))
with open(path, 'ab') as file:
    print(file.tell(), file.mode, file.write(b'++'), file.tell())
with open(path, 'a+') as file:
    print(file.mode, file.tell(), file.write('end'), file.seek(0), file.read())


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except Exception as error:
        print(type(error).__name__, error)


for mode in ('rb', 'wb', 'r+b'):
    file = open(path, mode)
    attempt(lambda: file.read(1))
    attempt(lambda: file.write('text'))
    attempt(lambda: file.seek(0, 7))
    attempt(lambda: file.read(-2))
    file.close()
    for name in ('read', 'readline', 'peek', 'flush', 'tell', 'fileno', 'readable', '__enter__', '__iter__', 'truncate'):
        if hasattr(file, name):
            attempt(getattr(file, name))
    attempt(lambda: file.write(b''))
    attempt(lambda: file.seek(0))
    print(file.closed, file.close())
reader = io.BufferedReader(io.FileIO(path), buffer_size=5)
raw = reader.detach()
attempt(reader.read)
attempt(lambda: reader.closed)
print(repr(reader), raw.closed, raw.close())
attempt(io.BufferedReader, io.BytesIO(b'abc'), 0)
attempt(io.BufferedReader, io.FileIO(path, 'w'))
attempt(io.BufferedWriter, io.FileIO(path, 'r'))
pair = io.BufferedRWPair(io.BytesIO(b'to read'), io.BytesIO())
print(pair.read(3), pair.peek(2)[:1], pair.write(b'xyz'), pair.flush(), pair.readable(), pair.writable(), pair.closed)
pair.close()
print(pair.closed)
