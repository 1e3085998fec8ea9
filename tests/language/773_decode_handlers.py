# Handlers of errors that go back, that put other bytes in the place of those which are decoded, or
# answer what cannot be encoded; and names in the codec unicode_escape.
import codecs


def attempt(function, *arguments):
    try:
        return ascii(function(*arguments))
    except Exception as error:
        said = str(error).rpartition("Error: ")[2].rstrip(")")  # without what it is wrapped in
        return ascii(f"{type(error).__name__}: {said}")


def one(error):
    return "?", error.start + 1


def longer(error):
    error.object = b"\0" * 8
    return "!", error.start


def shorter(error):
    error.object = b"\0" * 4
    return "!", -4


def beyond(error):
    error.object = b""
    return "!", 5


def broken(error):
    error.object = []
    return "!", error.end


for handler in (one, longer, shorter, beyond, broken):
    codecs.register_error("test." + handler.__name__, handler)
    for encoding, data in (("ascii", b"a\xffb"), ("utf-8", b"a\xff\xfeb"),
                           ("utf-16-le", b"\0\xd8\0\xd8"), ("utf-16-be", b"\xd8\0\xd8\0\0a"),
                           ("utf-32-le", b"\x11\x11\x11\x11\x11\0\0\0\0\0\0"),
                           ("utf-32-be", b"\0\0\xd8\0\0\0\0a"), ("unicode_escape", b"\\x1"),
                           ("raw_unicode_escape", b"\\u12")):
        made = attempt(data.decode, encoding, "test." + handler.__name__)
        print(handler.__name__, encoding, made)
    print(handler.__name__, attempt(codecs.charmap_decode, b"\0\1", "test." + handler.__name__,
                                    {0: "z"}))

for text in (rb"\N{SPACE}|\N{latin small letter a with acute}", rb"\N{no such name}xx",
             rb"\N", rb"\N{",
             rb"\N{}", rb"\N{SPACE", rb"\NSPACE", rb"a\N{HANGUL SYLLABLE GA}b",
             rb"\N{NULL}\N{ALERT}"):
    for errors in ("strict", "ignore", "replace", "backslashreplace"):
        print(text, errors, attempt(text.decode, "unicode_escape", errors))

for answer in ("ok", "\xe9", "\u20ac", "\ud800", b"x", b"xy", b"wxyz", b"", 5):
    codecs.register_error("test.answer", lambda error: (answer, error.end))
    for encoding in ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-le", "utf-32-be"):
        made = attempt("a\ud800\udfffb".encode, encoding, "test.answer")
        print(ascii(answer), encoding, made)
