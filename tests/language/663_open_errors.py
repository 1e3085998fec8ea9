# What open() refuses, in which words.
import _io as io
import time

path = '../../build/errors-%d.tmp' % time.time_ns()


def attempt(*args, **names):
    try:
        with open(*args, **names) as file:
            print('opened', file.mode)
    except Exception as error:
        text = str(error).replace(path, 'PATH')
        print(type(error).__name__, text, getattr(error, 'errno', None), getattr(error, 'filename', None) == path)


attempt(path)
attempt(path, 'x')
attempt(path, 'x')
attempt(path + '/inside')
attempt('../../build')
attempt('')
attempt('nul\0within')
for mode in ('', 'rw', 'wa', 'rt+', 'q', 'rr', 'r+b+', 'rbt', 'b', '+', 'U', 'r' * 3, 'wb'):
    attempt(path, mode)
attempt(path, 5)
attempt(5.5)
attempt(None)
attempt([])
attempt(-1)
attempt(path, 'rb', encoding='utf-8')
attempt(path, 'rb', errors='strict')
attempt(path, 'rb', newline='')
attempt(path, encoding=5)
attempt(path, errors=5)
attempt(path, 'w', 0)
attempt(path, 'w', buffering=-5)
attempt(path, 'w', buffering='x')
attempt(path, 'r', -1, 'no-such-encoding')
attempt(path, closefd=False)
attempt(path, opener=lambda name, flags: -3)
attempt(path, opener=lambda name, flags: 'x')
attempt(99999)
attempt()
attempt(path, nothing=1)
attempt(path, 'r', file=path)


class Path:
    def __init__(self, answer):
        self.answer = answer

    def __fspath__(self):
        return self.answer


attempt(Path(path))
attempt(Path(path.encode()), 'wb')
attempt(Path(5))
for function in (lambda: open(path).write('x'), lambda: open(path, 'w').read(), lambda: open(path, 'w').readline(),
                 lambda: next(open(path, 'w')), lambda: open(path, 'ab').read(), lambda: io.FileIO(path).write(b''),
                 lambda: io.FileIO(path, 'w').read(1), lambda: open(path).seek(1, 1), lambda: open(path).seek(1, 2),
                 lambda: open(path).seek(-1), lambda: open(path).seek(0, 3), lambda: io.open(path, 'rb').truncate(),
                 lambda: io.FileIO(path, 'rw'), lambda: io.FileIO(path, 'q'), lambda: io.FileIO(-5),
                 lambda: io.TextIOWrapper(io.BytesIO(), encoding=5), lambda: io.TextIOWrapper(5)):
    try:
        print(function())
    except Exception as error:
        print(type(error).__module__, type(error).__name__, isinstance(error, (OSError, ValueError)), error)
print(issubclass(io.UnsupportedOperation, OSError), issubclass(io.UnsupportedOperation, ValueError))
