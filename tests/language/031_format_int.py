# The format mini-language for ints.
for spec in ('', 'd', '5', '<5', '>5', '^5', '05', '+', ' ', '-', '+05d', 'x', 'X', 'o', 'b', '#x', '#o', '#b', '#X',
             '08b', '#010x', ',', '_', ',d', '_x', '_b', '10,', '*^9', '*>9', '=+9', '0=9', '*<9', 'c', 'n', 'e', '.2f', '%', 'g', '08,', '#_x'):
    print(repr(spec), [format(n, spec) for n in (0, 42, 65, 123456)], end=' ')
    print(format(-1234, spec) if spec != 'c' else '')
print(format(2 ** 70, ','), format(-2 ** 70, '_'), format(2 ** 70, '#x'), format(10 ** 20, '30,d'))
for spec in ('s', '.2d', 'q', ',x', '+c', '5 ', ',,', '..2f', '=,_'):
    try:
        print(format(5, spec))
    except ValueError as e:
        print(spec, '->', e)
print(format(True), format(True, 'd'), format(True, '5'), format(False, '>6'))
