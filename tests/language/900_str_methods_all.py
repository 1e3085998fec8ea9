def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__ + ':', e)
s = 'hello'
for f in [
    lambda: s.find(1), lambda: s.count(None), lambda: s.index('z'), lambda: s.rindex('zz'), lambda: s.replace(1, 'a'),
    lambda: s.replace('a', 2), lambda: s.startswith(1), lambda: s.startswith(('a', 1)), lambda: s.endswith(3),
    lambda: s.partition(1), lambda: s.partition(''), lambda: s.rpartition(''), lambda: s.strip(1), lambda: s.lstrip(2), lambda: s.rstrip(b'a'),
    lambda: s.removeprefix(1), lambda: s.removesuffix(1), lambda: s.center('x'), lambda: s.center(10, 'xx'), lambda: s.center(10, 1),
    lambda: s.ljust(10, ''), lambda: s.join(1), lambda: s.join([1]), lambda: s.join(['a', None]), lambda: s.encode(1), lambda: s.encode('zz'),
    lambda: s.split(1), lambda: s.split(''), lambda: s.rsplit(''), lambda: s.split('l', 'x'), lambda: s.splitlines(1, 2), lambda: s.split(sep='l', maxsplit=1),
    lambda: s.zfill('a'), lambda: s.translate(1), lambda: s.expandtabs('a'), lambda: s[10], lambda: s['a'], lambda: s[1.5], lambda: s[None], lambda: s + 1,
    lambda: s + b'a', lambda: s + [1], lambda: s * 1.5, lambda: s * 'a', lambda: 1.5 * s, lambda: 1 + s, lambda: 1 in s, lambda: s < 1, lambda: s - s, lambda: -s,
    lambda: s.foo, lambda: s.find('l', 'a'), lambda: s.find('l', None, 3.0), lambda: str(1, 2), lambda: str('a', 'utf-8'), lambda: str(b'a', 1), lambda: str(b'a', 'zz'), lambda: str(1, 'utf-8'),
    lambda: str(b'\xff', 'utf-8'), lambda: str(b'abc\xe9', 'ascii'), lambda: str(b'\xe9', 'latin-1'), lambda: str(b'\xff\xfe', 'utf-8', 'replace'), lambda: str(object=5), lambda: str(b'a'),
    lambda: '\u20ac'.encode('latin-1'), lambda: 'a\u20ac\u20ac'.encode('ascii'), lambda: '\ud800'.encode(), lambda: 'é'.encode('ascii', 'replace'), lambda: 'é\u20ac'.encode('ascii', 'backslashreplace'), lambda: 'é'.encode('ascii', 'xmlcharrefreplace'), lambda: 'é'.encode('ascii', 'ignore'), lambda: 'é'.encode('ascii','nope'),
    lambda: str.maketrans('ab', 'c'), lambda: str.maketrans(1), lambda: str.maketrans({'ab': 1}), lambda: str.maketrans('a', 1), lambda: str.maketrans(1, 'a'), lambda: str.maketrans({1.5: 2}),
    lambda: 'abc'.translate({97: 1114112}), lambda: 'abc'.translate({97: 'XY', 98: None, 99: 120}), lambda: 'abc'.translate({97: 1.5}), lambda: 'a' * (1 << 70), lambda: ''.join(5), lambda: 'a'.upper(1), lambda: 'a'.find(), lambda: 'a'.replace('a'),
    lambda: 'x'.join('abc'), lambda: 'x'.join({'a': 1}), lambda: 'é'.join(['a', '\U0001f600', 'b']), lambda: str.upper(1), lambda: str.upper(), lambda: hash('') , lambda: '%s' % ('é',), lambda: 'a'.isidentifier(1),
    lambda: s.strip(None), lambda: s.strip('ho'), lambda: 'ab'.replace('', '-'), lambda: 'ab'.replace('', '-', 2), lambda: 'aaa'.replace('a', 'b', 2), lambda: 'aaa'.replace('a', ''), lambda: 'abcabc'.replace('bc', 'ü'), lambda: 'abab'.count(''), lambda: 'abc'.find('', 3), lambda: 'abc'.find('', 4), lambda: 'abc'.rfind(''), lambda: 'abc'.find('c', -1), lambda: 'abcabc'.rfind('b', 0, 4), lambda: 'abcabc'.rfind('abc', -5),
    lambda: 'abc'[::-1], lambda: 'aé€😀'[::2], lambda: 'aé€😀'[1:3], lambda: 'aé€😀'[::-1], lambda: 'abc'[5:], lambda: 'abc'[-2:], lambda: 'abc'[::0],
]: t(f)
print('ß'.upper(), 'ŉ'.title(), 'ΑΣ'.lower(), 'ΑΣ Β'.lower(), 'ǆ'.title(), 'ß'.casefold(), 'İ'.lower(), 'hello wORLD 3rd'.title(), "they're bill's".title(), 'hELLO'.swapcase(), 'ﬁne'.capitalize(), 'ßx'.swapcase())
print([m for m in ('isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper'.split()) for x in ['']])
for x in ['', 'a', 'A', '1', '²', '½', '٣', ' ', '\n', '\x1f', '\xa0', 'Ab', 'aB', 'Hello World', 'hello', 'a1', '1a', '_a', 'é', 'ǅ', 'Ⅷ', '\x7f', '\u200b', '中', 'ª']:
    print(ascii(x), *(int(getattr(x, m)()) for m in 'isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper'.split()))
print('a\tb\t\tc\n\td'.expandtabs(), 'a\tb'.expandtabs(3), '\t'.expandtabs(0), repr('ab\r\tc'.expandtabs(4)))
print('a,b,,c'.split(','), 'a,b,,c'.split(',', 1), 'a,b,,c'.rsplit(',', 1), ' a  b c '.split(), ' a  b c '.split(None, 1), ' a  b c '.rsplit(None, 1), ''.split(), ''.split(','), 'abc'.split('abc'), 'a\u2003b'.split(), 'aXXbXXc'.rsplit('XX'))
print('a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines())
print('a-b-c'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.partition('-'), 'abc'.rpartition('-'))
print('42'.zfill(5), '-42'.zfill(5), '+42'.zfill(2), 'a'.center(4), 'ab'.center(5), 'ab'.center(5, '*'), 'é'.ljust(3, '€'), 'x'.rjust(4, 'é'))
print(repr('a\'b'), repr("a'b\"c"), repr('\t\n\\\x00\x7f\x80\xa0\xad\u200b\ue000\U0001f600\U000e0001'), ascii('é€😀\'"'))
print({'a', 'b', 'c', 'hello', 'world', '', 'é', '€', '😀'})
print(sorted(['b', 'a', 'é', 'B', '€', '', 'aa', '😀']), 'a' < 'é', '€' > 'é', 'abc' == 'abc', 'a' != 'b', max('hello'), 'z' >= 'z')
x = ''
for i in range(1000): x += str(i)
y = x; x += 'é'; y += '€'; z = y + 'q'; w = y + 'r'
print(len(x), len(y), x[-3:], y[-3:], z[-3:], w[-3:], hash(x) == hash(x + ''))
for c in 'aé€😀': print(ascii(c), ord(c), end=' ')
print()
it = iter('abc'); next(it); print(list(it), list(it), it.__length_hint__())
class S(str):
    def __new__(cls, *a): return str.__new__(cls, *a)
    def hi(self): return 'hi ' + self
q = S('bob'); q.attr = 5
print(q, repr(q), q.hi(), q.attr, q + 'x', type(q + 'x'), type(str(q)), q == 'bob', {q: 1}['bob'], len(q), q[0], q.upper(), isinstance(q, str), type(q[:]))
print('abc'.__len__(), 'a'.__add__('b'), 'a'.__contains__('a'), 'a'.__eq__(1), 'x'.__mul__(3), 'a'.__hash__() == hash('a'), str.__name__)
print('a' in 'abc', 'bc' in 'abc', '' in '', 'abcd' in 'abc', 'é' in 'abc', '€' in 'a€')
print('abc'.isascii(), 'a' 'b', 'a' * 3, 3 * 'ab', 'é' * 2, '' * 5, 'a' * -1, 'a' * True)
