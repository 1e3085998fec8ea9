# BytesIO.getbuffer(): the memory itself, which does not move while it is seen; and pickle, which
# stands on it.
import io
import pickle

memory = io.BytesIO(b"hello world")
view = memory.getbuffer()
view[0:1] = b"J"
print(memory.getvalue(), len(view), view.readonly, type(view.obj))
for change in (lambda: memory.write(b"longer" * 100), lambda: memory.truncate(2), memory.close):
    try:
        change()
    except BufferError as error:
        print(error)
view.release()
print(memory.seek(0, 2), memory.write(b"!"), memory.getvalue())
with memory.getbuffer() as view:
    print(bytes(view[2:5]), bytes(view[::-1]))
memory.close()
try:
    memory.getbuffer()
except ValueError as error:
    print(error)

values = [1, {"a": (2.5, None)}, {3}, frozenset("x"), b"bytes", "text", 1 << 100, range(3), ...]
for protocol in range(6):
    print(protocol, pickle.loads(pickle.dumps(values, protocol)) == values)
