# Asking for more memory than there is: MemoryError, not a death, and life goes on. Run under a limit
# by run_commands.sh; prints what came of each, and "done".
import _io as io


def attempt(name, function):
    try:
        print(name, type(function()).__name__)
    except (MemoryError, OverflowError) as error:
        print(name, type(error).__name__)


def grow(make, step):
    value = make()
    while True:
        step(value)


def grow_text():
    text = 'x'
    while True:
        text += text


def grow_file():
    stream = io.StringIO()
    while True:
        stream.write('é€' * 100000)


def grow_bytes():
    stream = io.BytesIO()
    while True:
        stream.write(b'x' * 100000)


def nested():
    value = ()
    while True:
        value = (value, [value] * 1000)


def recursive(depth):
    return [depth] * 1000, recursive(depth + 1)


attempt('str', lambda: 'x' * 10 ** 12)
attempt('bytes', lambda: bytes(10 ** 12))
attempt('bytearray', lambda: bytearray(10 ** 12))
attempt('list', lambda: [0] * 10 ** 11)
attempt('tuple', lambda: (0,) * 10 ** 11)
attempt('int', lambda: 1 << 10 ** 11)
attempt('power', lambda: 10 ** 10 ** 9)
attempt('format', lambda: '%*d' % (2 ** 31 - 1, 1))
attempt('ljust', lambda: 'x'.ljust(10 ** 12))
attempt('join', lambda: ('y' * 10 ** 6).join(['x'] * 10 ** 6))
attempt('replace', lambda: ('x' * 10 ** 6).replace('x', 'y' * 10 ** 6))
attempt('range', lambda: list(range(10 ** 10)))
attempt('append', lambda: grow(list, lambda value: value.append([0] * 1000)))
attempt('dict', lambda: grow(dict, lambda value: value.__setitem__(len(value), [0] * 1000)))
attempt('set', lambda: grow(set, lambda value: value.add((len(value), 'x' * 10000))))
attempt('text', grow_text)
attempt('StringIO', grow_file)
attempt('BytesIO', grow_bytes)
attempt('read', lambda: open('/dev/zero', 'rb').read())
attempt('read size', lambda: open('/dev/zero', 'rb').read(10 ** 12))
attempt('readline', lambda: open('/dev/zero').readline())
attempt('nested', nested)
attempt('sorted', lambda: sorted(range(10 ** 9)))
attempt('urandom', lambda: __import__('posix').urandom(10 ** 11))
try:
    recursive(0)
except (MemoryError, RecursionError) as error:
    print('recursive', type(error).__name__)
print('done', len([0] * 1000))
