# zlib: compressing at once and piece by piece, checksums, dictionaries, copies, errors; and gzip.
import copy
import gzip
import io
import zlib

text = b"to be or not to be, that is the question: " * 30
packed = zlib.compress(text)
print(len(packed) < 100, zlib.decompress(packed) == text, packed[:2].hex())
print(zlib.crc32(b"hello"), zlib.crc32(b"lo", zlib.crc32(b"hel")), zlib.adler32(b"hello"),
      zlib.adler32(b"a", -1), zlib.crc32(b"a", 2**70), zlib.MAX_WBITS, zlib.Z_FINISH)
for bits in -15, 15, 31:
    assert zlib.decompress(zlib.compress(text, 9, bits), bits, 10) == text

packer = zlib.compressobj(level=9, zdict=b"question")
pieces = [packer.compress(text[:100]), packer.flush(zlib.Z_SYNC_FLUSH)]
twin = packer.copy()
pieces += packer.compress(text[100:]), packer.flush()
other = b"".join(pieces[:2]) + copy.copy(twin).flush()
print(twin.flush(zlib.Z_NO_FLUSH), packer.__class__)
reader = zlib.decompressobj(zdict=b"question")
data, out = b"".join(pieces) + b"behind", b""
while not reader.eof:
    out += reader.decompress(data, 50)
    data = reader.unconsumed_tail
print(out == text, reader.unused_data, reader.eof, reader.unconsumed_tail)
print(zlib.decompressobj(zdict=b"question").decompress(other) == text[:100])
reader = zlib.decompressobj()
print(reader.decompress(packed[:20]), reader.copy().decompress(packed[20:]) == text[13:] or "part",
      len(reader.decompress(packed[20:], 1)), len(reader.flush()), reader.eof)

stream = io.BytesIO()
with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as file:
    file.write(text)
print(gzip.decompress(stream.getvalue()) == text, gzip.decompress(gzip.compress(b"x" * 99)))

done = zlib.compressobj()
done.flush()
WRONG = """zlib.compress(1)|zlib.compress("a")|zlib.compress()|zlib.compress(b"a", 11)
zlib.decompress(b"abc")|zlib.decompress(b"")|zlib.decompress(packed[:-1])
zlib.decompress(b"x", bufsize=-1)|zlib.decompress(b"x", bufsize=2**70)|zlib.decompress(b"x", 99)
zlib.compressobj(10, 99)|zlib.compressobj(foo=1)|zlib.compressobj(zdict=1)
zlib.decompressobj(99)|zlib.decompressobj(zdict=1)|zlib.decompressobj().decompress(b"", -1)
zlib.decompressobj().flush(0)|zlib.decompressobj().decompress(b"zz")|zlib.compressobj().flush(99)
zlib.crc32()|zlib.crc32(b"", "")|zlib.adler32(1)|type(done)()|done.compress(b"a")|done.copy()
done.flush()|zlib.decompressobj(zdict=b"no").decompress(b"".join(pieces))
zlib.decompress(b"".join(pieces))|zlib.compress(b"a", level=2**40)|done.compress()|zlib.Compress"""
for line in WRONG.splitlines():
    for expression in line.split("|"):
        try:
            print(expression, eval(expression))
        except Exception as error:
            print(expression, type(error).__name__, error)
