# Strings of one, two and four bytes a character.
a = 'na\xefve'
b = '\u03b1\u03b2\u03b3'
c = '\U0001f600\U0001f601'
print(a, b, c, len(a), len(b), len(c), a + b, b + c, a + b + c, len(a + b + c))
print((a + b + c)[3:7], (a + b + c)[::-1], (a + c)[:3] == a[:3], (b + c)[0] == '\u03b1')
print(b.upper(), a.upper(), '\xdf'.upper(), '\u0130'.lower() == 'i\u0307', b.find('\u03b2'), c.count('\U0001f600'))
print(ord('\u20ac'), chr(8364), chr(0x1f600), chr(65), ord('A'), [ord(x) for x in a])
print('\xe9' == 'e\u0301', '\xe9' < '\u03b1' < '\U0001f600', sorted([c, b, a, 'z']), b in a + b, b * 2)
print({'\u03b1': 1}['\u03b1'], '\u03b1' in {'\u03b1'}, a.replace('\xef', 'i'), a.replace('v', '\u03b1'), b.split('\u03b2'))
print('%s %5s|' % (b, '\xe9'), f'{b:>5}|{c:*^6}', b.center(7, '-'), '\u2002x\u3000'.strip(), '\u0661\u0662'.isdigit(), int('\u0661\u0662'))
try:
    chr(0x110000)
except ValueError as e:
    print(e)
try:
    ord('ab')
except TypeError as e:
    print(e)
