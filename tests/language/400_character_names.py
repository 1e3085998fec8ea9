# Characters by name: \N{...} with names, aliases, syllables and ideographs, in letters of either case.
def points(text):
    return ' '.join('%04x' % ord(letter) for letter in text)

print("\N{DIGIT ONE}\N{greek small letter alpha}\N{Latin Small Letter E with Acute}")
print(points("\N{NULL}\N{NUL}\N{LINE FEED}\N{NEW LINE}\N{NBSP}\N{ZWJ}\N{BYTE ORDER MARK}\N{VS17}"))
print(points("\N{BELL}\N{ALERT}\N{WEIERSTRASS ELLIPTIC FUNCTION}\N{SCRIPT CAPITAL P}"))
print(points("\N{HANGUL SYLLABLE GA}\N{HANGUL SYLLABLE A}\N{HANGUL SYLLABLE HIH}\N{HANGUL SYLLABLE SSYAELB}"))
print(points("\N{CJK UNIFIED IDEOGRAPH-4E00}\N{CJK UNIFIED IDEOGRAPH-2A6D6}\N{CJK UNIFIED IDEOGRAPH-31349}"))
print(points("\N{CJK COMPATIBILITY IDEOGRAPH-F900}\N{TANGUT COMPONENT-001}\N{NUSHU CHARACTER-1B170}"))
print(points("\N{MENDE KIKAKUI COMBINING NUMBER MILLIONS}\N{VARIATION SELECTOR-256}\N{FACE WITH DIAGONAL MOUTH}"))
name = 'x'
print(f"\N{EM DASH}{name!r:>{5}}\N{EM DASH}{{\N{BULLET}}}")
print(r"\N{DIGIT ONE}", b"\N{DIGIT ONE}".__len__(), "\\N{DIGIT ONE}", len("\N{BULLET}" * 3))

for literal in ('NO SUCH NAME', '', ' DIGIT ONE', 'DIGIT  ONE', 'DIGIT ONE ', 'DIGIT-ONE', 'A' * 300, '{',
                'LATIN SMALL LETTER R WITH TILDE', 'HANGUL SYLLABLE ', 'HANGUL SYLLABLE GAGH',
                'hangul syllable ga', 'CJK UNIFIED IDEOGRAPH-3', 'CJK UNIFIED IDEOGRAPH-04E00',
                'CJK UNIFIED IDEOGRAPH-4e00', 'cjk unified ideograph-4E00', 'CJK UNIFIED IDEOGRAPH-A000',
                'TANGUT IDEOGRAPH-17000', 'd\u00edgit one', 'DIGIT ONE\n', 'ZERO WIDTH SPACE'):
    try:
        print(literal[:30], points(eval('"""\\N{' + literal + '}"""')))
    except SyntaxError as error:
        print(repr(literal[:30]), error.msg)
for literal in ('\\N', '\\N{', '\\N}', 'a\\N{DIGIT ONE', '\\NDIGIT ONE', '\\N {DIGIT ONE}', '\u00e9\\N{X}'):
    try:
        print(eval('"' + literal + '"'))
    except SyntaxError as error:
        print(repr(literal), error.msg)
