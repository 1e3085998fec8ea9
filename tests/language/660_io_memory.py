# StringIO and BytesIO: reading, writing, places, newlines, what they refuse.
import _io as io

s = io.StringIO()
print(s.write('abc'), s.write('déf\n'), s.tell(), s.getvalue())
print(s.seek(1), s.read(2), s.read(), repr(s.read()), s.tell())
s.seek(0)
print(s.write('X€'), s.getvalue())
s.seek(12)
s.write('!')
print(ascii(s.getvalue()), s.truncate(3), ascii(s.getvalue()), s.tell())
s = io.StringIO('one\ntwo\r\nthree\rfour')
print(list(s), s.newlines)
for newline in (None, '', '\n', '\r', '\r\n'):
    s = io.StringIO('a\nb\r\nc\rd', newline=newline)
    print(repr(newline), ascii(s.getvalue()), [ascii(line) for line in s], s.newlines)
    s.write('e\nf')
    print(ascii(s.getvalue()))
s = io.StringIO('line one\nline two\n')
print(s.readline(4), s.readline(), s.readlines(), s.readline() == '')
print(s.readable(), s.writable(), s.seekable(), s.isatty(), s.closed, s.encoding, s.errors, s.line_buffering)
with s:
    s.seek(0, 2)
    print(s.tell(), s.seek(0, 1), repr(s.read(None)))
print(s.closed)


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except Exception as error:
        print(type(error).__name__, error)


for name in ('read', 'getvalue', 'tell', 'readline', '__enter__', 'flush', 'isatty', 'readable'):
    attempt(getattr(s, name))
attempt(s.write, 'x')
attempt(next, s)
attempt(io.StringIO().write, b'x')
attempt(io.StringIO, 5)
attempt(io.StringIO, '', 5)
attempt(io.StringIO, '', 'x')
attempt(io.StringIO().seek, -1)
attempt(io.StringIO().seek, 1, 1)
attempt(io.StringIO().seek, 0, 5)
attempt(io.StringIO().truncate, -1)
attempt(io.StringIO().read, 'x')
attempt(io.StringIO().fileno)
attempt(io.StringIO().detach)

b = io.BytesIO(b'some bytes\nand more\n')
print(b.read(4), b.read1(3), b.readline(), b.readline(3), b.readlines(), b.read())
b.seek(-5, 2)
print(b.tell(), b.write(b'XY'), b.getvalue(), b.seek(2, 1), b.tell())
b.seek(25)
print(b.write(b'end'), b.getvalue(), b.truncate(5), b.getvalue(), b.read())
print(list(io.BytesIO(b'a\nb\nc')), io.BytesIO().read(), io.BytesIO(b'x').read(-1))
b.writelines([b'1', b'2'])
print(b.getvalue(), b.readable(), b.writable(), b.seekable(), b.isatty(), b.closed)
b.close()
for name in ('read', 'getvalue', 'tell', 'readline', '__enter__', 'flush', 'isatty'):
    attempt(getattr(b, name))
attempt(io.BytesIO().write, 'x')
attempt(io.BytesIO, 'x')
attempt(io.BytesIO().seek, -1)
attempt(io.BytesIO().seek, 0, 9)
attempt(io.BytesIO().truncate, -1)
attempt(io.BytesIO().fileno)


class Loud(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


loud = Loud()
loud.extra = 1
print('hello', 5, file=loud)
print(loud.getvalue(), loud.extra, isinstance(loud, io._TextIOBase))
