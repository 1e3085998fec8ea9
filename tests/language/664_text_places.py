# tell() and seek() of text: at every character, with characters of several bytes and newlines.
import _io as io
import time

path = '../../build/places-%d.tmp' % time.time_ns()
text = 'plain\néè€ 😀\r\nlast ünïcode line\n' * 3
with open(path, 'w', newline='') as file:
    print(file.tell(), file.write(text), file.tell())
for newline in (None, '', '\n'):
    for size in (1, 3, 7, 8192):
        with open(path, newline=newline) as file:
            file._CHUNK_SIZE = size
            places, got = [], []
            while True:
                places.append(file.tell())
                character = file.read(1)
                if not character:
                    break
                got.append(character)
            again = []
            for place in places[:-1]:
                file.seek(place)
                again.append(file.read(1))
            print(newline, size, len(places), got == again, [place < 2 ** 63 for place in places].count(False))
            whole = []
            for place in places[::7]:
                file.seek(place)
                whole.append(len(file.read()))
            print(whole)
with open(path) as file:
    file.readline()
    place = file.tell()
    print(place, ascii(file.readline()), file.seek(place), ascii(file.readline()), file.seek(0, 2), repr(file.read()))
    file.seek(0)
    for line in file:
        try:
            file.tell()
        except OSError as error:
            print(error)
            break
    file.seek(0)
    print(len(list(file)), file.tell() == file.seek(0, 2))
with open(path, 'r+') as file:
    print(ascii(file.readline()), file.write('over'), file.tell(), file.seek(0), ascii(file.read(8)))
    file.seek(file.tell())
    print(ascii(file.read(3)), file.truncate(), ascii(file.read()))
memory = io.TextIOWrapper(io.BytesIO(b'abc\xffdef'), errors='surrogateescape')
print(ascii(memory.read(4)), memory.tell(), ascii(memory.read()), memory.seek(3), ascii(memory.read(2)))
