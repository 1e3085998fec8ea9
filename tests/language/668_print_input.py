# print() and input() with streams of every kind.
import _io as io
import sys

for arguments, names in (((), {}), ((1, 2), {'sep': '-'}), (('a',), {'end': ''}), ((None, True, 2.5, [1]), {'sep': None, 'end': None})):
    out = io.StringIO()
    print(*arguments, file=out, flush=True, **names)
    print(repr(out.getvalue()))
out = io.TextIOWrapper(io.BytesIO(), newline='\r\n', encoding='latin-1')
print('é', 1, 2.5, 'x\ny', file=out, flush=True)
print(out.buffer.getvalue())


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except BaseException as error:
        print(type(error).__name__, error)


writer = Writer()
print('a', 1, file=writer)
print(writer.parts)
attempt(print, 'a', file=writer, flush=True)
attempt(print, file=5)
attempt(print, sep=5)
attempt(print, end=b'')
attempt(print, nothing=1)
attempt(print, 'x', file=io.BytesIO())
closed = io.StringIO()
closed.close()
attempt(print, 'x', file=closed)


class Closer:
    def __str__(self):
        out.close()
        return 'closed while printed'


attempt(print, 'x', Closer(), file=out)
attempt(input)
attempt(input, 'prompt> ')
sys.stdin = io.StringIO('first line\nsecond\n\nlast')
print(repr(input()), repr(input('? ')), repr(input()), repr(input(5)))
attempt(input)


class Reader:
    def readline(self):
        return 5


sys.stdin = Reader()
attempt(input)
sys.stdin = None
attempt(input)
del sys.stdin
attempt(input)
real = sys.stdout
sys.stdout = None
print('nowhere')
sys.stdout = io.StringIO()
print('kept', end='')
kept, sys.stdout = sys.stdout.getvalue(), real
print(repr(kept))
del sys.stdout
try:
    print('lost')
except RuntimeError as error:
    sys.stdout = real
    print(error)
