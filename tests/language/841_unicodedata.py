# unicodedata: what is known of characters, their names, and normal forms; as of Unicode 3.2, too.
import unicodedata
from unicodedata import ucd_3_2_0

print(unicodedata.unidata_version, ucd_3_2_0.unidata_version, unicodedata.UCD)
ASKED = ("A", "é", "٣", "⅓", "Ⅷ", "①", "兆", "〇", "(", "\u0301", "ﬁ", "가", "丂", "𝔘", "\0",
         "\u0378")
for char in ASKED:
    for database in unicodedata, ucd_3_2_0:
        print(ascii(char), database.name(char, None), database.category(char),
              database.bidirectional(char), database.combining(char),
              database.east_asian_width(char), database.mirrored(char),
              database.decomposition(char), database.decimal(char, None),
              database.digit(char, None), database.numeric(char, None))
print(unicodedata.decimal("²", None), ucd_3_2_0.decimal("²"), ucd_3_2_0.category("ȡ"))

for name in ("LATIN SMALL LETTER A", "latin small letter e with acute", "HANGUL SYLLABLE GAGG",
             "CJK UNIFIED IDEOGRAPH-4E02", "NULL", "LATIN SMALL LETTER R WITH TILDE", b"SPACE",
             "KEYCAP DIGIT ONE", "LATIN SMALL LETTER D WITH CURL", "CJK UNIFIED IDEOGRAPH-9FFF"):
    for database in unicodedata, ucd_3_2_0:
        try:
            print(ascii(database.lookup(name)), end=" ")
        except KeyError as error:
            print(error, end=" ")
    print()

TEXTS = ("é", "e\u0301", "ﬁ①½", "가각", "\u1100\u1161\u11a8", "a\u0315\u0300\u05ae", "Å\u212b",
         "Ạ\u0302")
for form in "NFC", "NFD", "NFKC", "NFKD":
    print(form, *(ascii(unicodedata.normalize(form, text)) for text in TEXTS))
    print([unicodedata.is_normalized(form, text) for text in TEXTS])
text = "plain"
print(unicodedata.normalize("NFKC", text) is text, unicodedata.is_normalized("?", ""))
for database in ucd_3_2_0, unicodedata:
    print(ascii(database.normalize("NFC", "\U0002f868")))

# Every name finds its character again, and every code point is in some category.
categories = {}
for point in range(0, 0x1000):
    categories.setdefault(unicodedata.category(chr(point)), []).append(point)
    name = unicodedata.name(chr(point), "")
    assert not name or unicodedata.lookup(name) == chr(point), name
print({category: len(points) for category, points in sorted(categories.items())})

WRONG = (lambda: unicodedata.name("ab"), lambda: unicodedata.name("\0"), lambda: unicodedata.name(),
         lambda: unicodedata.name("a", 1, 2), lambda: unicodedata.category(1),
         lambda: unicodedata.category(), lambda: unicodedata.category("ab"),
         lambda: unicodedata.decimal("a"), lambda: unicodedata.digit("x"),
         lambda: unicodedata.numeric(b"1"), lambda: unicodedata.numeric("x"),
         lambda: unicodedata.lookup("NO SUCH"), lambda: unicodedata.lookup("A" * 257),
         lambda: unicodedata.lookup(1), lambda: unicodedata.normalize("NFX", "a"),
         lambda: unicodedata.normalize("NFC"), lambda: unicodedata.normalize(None, "a"),
         lambda: unicodedata.is_normalized("NFC", 1), lambda: unicodedata.UCD(),
         lambda: ucd_3_2_0.name("ȡ"), lambda: ucd_3_2_0.category())
for wrong in WRONG:
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
print("Grüße.example".encode("idna"), "ＡＢＣ。com".encode("idna"))

for data in (b"\\N{SPACE}x", b"\\N{blah}", b"a\\N{SPACE", b"\\NSPACE", b"\\N{}", b"\\N", b"\\N{x}\\N{y",
             b"\\N{LATIN SMALL LETTER R WITH TILDE}", b"\\N{space}\\N"):
    print(data, ascii(data.decode("unicode-escape", "replace")), end=" ")
    try:
        print(ascii(data.decode("unicode-escape")))
    except UnicodeDecodeError as error:
        print(error)
