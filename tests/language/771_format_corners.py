# Rare corners of formatting: digits of other scripts, the alternate form of reprs, fills beyond
# ASCII, and what hex() and repr() do to quotes.
def attempt(function, *arguments):
    try:
        return ascii(function(*arguments))
    except Exception as error:
        return ascii(f"{type(error).__name__}: {error}")


for value in (5, -7.25, 1e16, 1e-7, 0.0, float("inf"), 1 + 2j, -0.0 - 1.5j, "text"):
    for spec in ("#", "#,", "+#", "\u0661\u0662", ".\u0663", "\u2007<8", "\u2007^\u0669",
                 "\U0001f600>12", "*<#\u0662\u0660"):
        print(repr(value), ascii(spec), attempt(format, value, spec))
print("{\u0661} {0[\u0661]}".format((3, 4), 5))
for text, value in (("%i", 1j), ("%d", "x"), ("%X", 1.5), ("%.99999999999999999999d", 1),
                    ("%99999999999999999999d", 1), ("%g", "1"), ("%c", 1.5)):
    print(text, attempt(text.__mod__, value), attempt(text.encode().__mod__, value))
print(bytearray(b"'"), bytearray(b"\"'"), bytearray(b"\""), b"'", [bytearray(b"it's")])
print(attempt(b"\xb9\x01\xef".hex, "\0"), b"abc".hex(), attempt(b"abc".hex, ":", -2))
