# Every augmented assignment on every pair of a dozen values.
def apply(name, a, b):
    if name == '+': a += b
    elif name == '-': a -= b
    elif name == '*': a *= b
    elif name == '/': a /= b
    elif name == '//': a //= b
    elif name == '%': a %= b
    elif name == '**': a **= b
    elif name == '<<': a <<= b
    elif name == '>>': a >>= b
    elif name == '&': a &= b
    elif name == '|': a |= b
    elif name == '^': a ^= b
    elif name == '@': a @= b
    return a
makers = [lambda: 0, lambda: -3, lambda: 2 ** 40, lambda: True, lambda: 1.5, lambda: None, lambda: 'ab', lambda: [1], lambda: (1, 'x'), lambda: {'k': 1}, lambda: {1, 2}, lambda: len]
for name in ('+', '-', '*', '/', '//', '%', '**', '<<', '>>', '&', '|', '^', '@'):
    for i, make in enumerate(makers):
        row = []
        for j, other in enumerate(makers):
            if 2 in (i, j) and name in ('*', '**', '<<') and {i, j} & {2} and (i, j) not in ((2, 1), (2, 4), (4, 2), (2, 5)):
                continue
            a = kept = make()
            try:
                b = other()
                a = apply(name, a, b)
                row.append(repr(a) + ('=' if a is kept and type(a) in (list, dict, set) else ''))
            except Exception as e:
                plain = "unsupported operand type(s) for %s%s: '%s' and '%s'" % (name, '=', type(a).__name__, type(b).__name__)
                row.append('-' if str(e) == plain else type(e).__name__ + ': ' + str(e))
        print(name, i, ' | '.join('"' if j and cell == row[j - 1] else cell for j, cell in enumerate(row)))
