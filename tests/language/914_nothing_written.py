# Streams to which nothing, or less than their buffer holds, is written; and the other way round.
import io


def wrapped(chunks, **options):
    raw = io.BytesIO()
    text = io.TextIOWrapper(raw, encoding='utf-8', **options)
    counts = [text.write(chunk) for chunk in chunks]
    text.flush()
    print(counts, len(raw.getvalue()), raw.getvalue()[:6])


wrapped([])
wrapped([''])
wrapped(['', '', 'a', ''])
wrapped(['x' * 8191, 'y', '', 'z'])
wrapped(['x' * 8192, '', 'z'])
wrapped(['é' * 4096, '', 'é'])
wrapped(['', 'line\n', ''], line_buffering=True)
wrapped(['', 'line\n', ''], write_through=True)
print('', end='')
print('', '', sep='', end='', flush=True)

# Nothing to read, either.
for text in '', 'a', 'a\nb':
    buffered = io.BufferedReader(io.BytesIO(text.encode()))
    print(buffered.read(0), buffered.readline(), buffered.read(), buffered.read(), buffered.readline())
    buffered = io.BufferedReader(io.BytesIO(text.encode()))
    print(buffered.peek(), buffered.read(-1), buffered.readlines())
    stream = io.TextIOWrapper(io.BytesIO(text.encode()))
    print(repr(stream.read(0)), repr(stream.readline()), repr(stream.read()), repr(stream.read(5)))
print(type(ImportError()).__name__, ImportError(name='n').name, NameError(name='m').name)
