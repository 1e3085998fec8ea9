# Stripping and padding.
print(repr('  x y \n'.strip()), repr('  x '.lstrip()), repr('  x '.rstrip()), repr('\t\n '.strip()))
print('xxhixx'.strip('x'), 'abcba'.strip('ab'), 'www.x.com'.lstrip('w.'), 'a.,!'.rstrip('!,.'), 'x'.strip(''))
print(repr('ab'.center(6)), repr('ab'.center(7, '*')), repr('abc'.center(6, '-')), repr('abc'.center(2)))
print(repr('ab'.ljust(5)), repr('ab'.rjust(5)), repr('ab'.ljust(5, '.')), repr('ab'.rjust(5, '.')), 'ab'.ljust(1))
print('42'.zfill(5), '-42'.zfill(5), '+7'.zfill(4), 'abc'.zfill(2), ''.zfill(3))
print(repr('a\tb\tc'.expandtabs()), repr('a\tb'.expandtabs(4)), repr('ab\tc\n\td'.expandtabs(3)))
try:
    'a'.center(5, 'xy')
except TypeError as e:
    print(e)
try:
    'a'.strip(5)
except TypeError as e:
    print(e)
for n in range(4, 9):
    print('[' + 'abc'.center(n) + ']', '[' + 'abcd'.center(n, '.') + ']')
