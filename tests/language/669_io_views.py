# Streams and buffers: readinto(), getbuffer(), raw streams written in Python, several layers.
import io


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


memory = io.BytesIO(b'0123456789')
room = bytearray(4)
print(memory.readinto(room), room, memory.readinto(memoryview(room)[1:3]), room, memory.readinto1(room), room)
attempt(memory.readinto, b'fixed')
attempt(memory.readinto, 5)
view = memory.getbuffer()
view[0:2] = b'AB'
print(memory.getvalue(), len(view), view.readonly)
attempt(memory.write, b'x')
attempt(memory.truncate, 2)
attempt(memory.close)
view.release()
print(memory.write(bytearray(b'xy')), memory.write(memoryview(b'zw')), memory.getvalue())


class Source(io.RawIOBase):
    def __init__(self, data, step):
        self.data, self.step, self.calls = data, step, []

    def readable(self):
        return True

    def readinto(self, room):
        self.calls.append(len(room))
        count = min(self.step, len(room), len(self.data))
        room[:count] = self.data[:count]
        self.data = self.data[count:]
        return count


source = Source(b'first line\nsecond\nthird', 4)
reader = io.BufferedReader(source, 8)
print(reader.readline(), reader.peek(), reader.read(3), reader.read1(), reader.read(), reader.read(), source.closed)
print(Source(b'abcdef', 3).read(2), Source(b'abcdef', 3).readall(), Source(b'abc', 3).read(), list(Source(b'a\nb\n', 2)))
print(io.TextIOWrapper(io.BufferedReader(Source('é€\r\n😀'.encode(), 1))).readlines())


class Sink(io.RawIOBase):
    def __init__(self, step):
        self.got, self.step = [], step

    def writable(self):
        return True

    def write(self, data):
        self.got.append(bytes(data[:self.step]))
        return len(self.got[-1])


sink = Sink(3)
writer = io.BufferedWriter(sink, 8)
print(writer.write(b'12345'), sink.got, writer.write(b'67890'), sink.got, writer.flush(), sink.got)
with io.TextIOWrapper(io.BufferedWriter(Sink(100)), line_buffering=True) as text:
    print(text.write('one\n'), text.buffer.raw.got, text.write('two'), text.buffer.raw.got)
print(text.closed, text.buffer.closed, text.buffer.raw.closed, text.buffer.raw.got)
for wrong in (-1, 10000, 'x', None):
    class Broken(Source):
        def readinto(self, room):
            return wrong

    attempt(io.BufferedReader(Broken(b'', 1)).read, 3)


class Failing(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        raise OSError('no room')

    def close(self):
        print('closing')
        super().close()
        raise ValueError('not closed')


writer = io.BufferedWriter(Failing())
writer.write(b'x')
try:
    writer.close()
except ValueError as error:
    print(error, '<-', repr(error.__context__))
print(isinstance(reader, io.BufferedIOBase), isinstance(text, io.TextIOBase), issubclass(Source, io.IOBase), isinstance(memory, io.IOBase))
print(io.IOBase.__module__, io.FileIO.__module__, io.BytesIO.__qualname__, io.UnsupportedOperation.__module__)
