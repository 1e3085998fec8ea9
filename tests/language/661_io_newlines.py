# Newlines of text files: every newline= on the way in and out, and across chunks.
import _io as io
import time

path = '../../build/newlines-%d.tmp' % time.time_ns()
data = b'unix\nwindows\r\nmac\r\rend\r\n\nlast'
for newline in (None, '', '\n', '\r', '\r\n'):
    with open(path, 'wb') as file:
        file.write(data)
    with open(path, newline=newline) as file:
        print(repr(newline), [ascii(line) for line in file], file.newlines)
    with open(path, newline=newline) as file:
        print(ascii(file.read()), [ascii(file.readline()), file.newlines])
    with open(path, newline=newline) as file:
        print([ascii(file.read(3)) for _ in range(12)])
    with open(path, 'w', newline=newline) as file:
        print(file.write('a\nb\r\nc\rd'))
        print('printed', 1, 2.5, file=file)
    with open(path, 'rb') as file:
        print(file.read())
# A \r at the end of one chunk, its \n in the next.
for size in (8190, 8191, 8192, 8193):
    with open(path, 'wb') as file:
        file.write(b'x' * size + b'\r\nnext\r')
    with open(path) as file:
        print([len(line) for line in file], file.newlines)
    with open(path, newline='') as file:
        print([len(line) for line in file], file.newlines)
    with open(path, newline='\r\n') as file:
        print([len(line) for line in file], file.newlines)
text = io.TextIOWrapper(io.BytesIO(b'\r\n\n\r'), newline='')
text._CHUNK_SIZE = 1
print([ascii(text.readline()) for _ in range(4)], text.newlines)
decoder = io.IncrementalNewlineDecoder(None, True)
print(ascii(decoder.decode('a\r')), ascii(decoder.decode('\nb\r')), decoder.getstate(), decoder.newlines)
print(ascii(decoder.decode('c\n')), ascii(decoder.decode('d\r', final=True)), decoder.newlines, decoder.getstate())
decoder.setstate((b'', 1))
print(ascii(decoder.decode('x')), decoder.reset(), decoder.newlines)
for wrong in ('x', '\n\r', 5):
    try:
        open(path, newline=wrong)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
