# String methods on odd input.
for f in (lambda: ''.join(['a', 1]), lambda: 'a'.zfill(), lambda: 'a'.center('x'), lambda: 'abc'.find(), lambda: 'abc'.split(1, 2), lambda: 'a'.replace(1, 2), lambda: 'a'.upper(1), lambda: 'a' in 5, lambda: 'x'.join(None), lambda: 'a'.count(1),
          lambda: 'abc'.index(''), lambda: 'abc'.find('c', -1), lambda: 'abc'.find('a', 5), lambda: 'abc'.rfind('', 1, 2), lambda: 'abc'.startswith('b', 1, 2), lambda: 'abc'.endswith('', 5), lambda: ''.split('x'), lambda: 'x'.split('x'), lambda: 'xx'.split('x', 1),
          lambda: ' a  b '.split(' '), lambda: 'a\x1cb\x85c'.split(), lambda: 'a\x0bb\x0cc'.splitlines(), lambda: '\u2028x'.splitlines(), lambda: 'abc'.strip('cab'), lambda: 'mississippi'.strip('mis'), lambda: 'a'.ljust(-5), lambda: 'ab'.center(3), lambda: 'ab'.center(5)):
    try:
        print(repr(f()))
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
