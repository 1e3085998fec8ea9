# Splitting and joining.
print('a b  c'.split(), ' a b '.split(), ''.split(), '   '.split(), 'a\tb\nc\r\nd'.split())
print('a,b,,c'.split(','), ',a,'.split(','), ''.split(','), 'a, b'.split(', '), 'aXXbXXc'.split('XX'))
print('a b c d'.split(None, 2), 'a,b,c,d'.split(',', 2), 'a b'.split(maxsplit=0), 'a,b'.split(',', -1))
print('a b c d'.rsplit(None, 2), 'a,b,c,d'.rsplit(',', 2), ' a b '.rsplit(), 'a,b'.rsplit(sep=',', maxsplit=1))
print('one\ntwo\r\nthree\n'.splitlines(), 'a\n\nb'.splitlines(True), ''.splitlines(), '\n'.splitlines())
print('key=value=x'.partition('='), 'key=value=x'.rpartition('='), 'none'.partition('='), 'none'.rpartition('='))
print(','.join(['a', 'b', 'c']), ''.join([]), '-'.join('abc'), ' '.join(['one']), ', '.join(('x', 'y')))
print('+'.join(str(i) for i in range(5)), '|'.join({'k': 1, 'l': 2}), ''.join(map(chr, [72, 105])))
for f in (lambda: 'a'.split(''), lambda: ','.join([1]), lambda: ','.join(['a', None]), lambda: ','.join(5),
          lambda: 'a'.split(1), lambda: 'a'.partition('')):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ':', e)
a, b = 'left:right'.split(':')
print(a, b)
