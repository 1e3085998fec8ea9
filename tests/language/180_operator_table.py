# Every binary operator on every pair of a dozen values: results and complaints.
values = [0, -3, 2 ** 62, True, 1.5, float('inf'), None, 'ab', [1], (1, 'x'), {'k': 1}, {1, 2}, range(3), len]
operators = {
    '+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b if not (isinstance(a, int) and a > 9 or isinstance(b, int) and b > 9) else 'big',
    '/': lambda a, b: a / b, '//': lambda a, b: a // b, '%': lambda a, b: a % b, '**': lambda a, b: a ** b if b != 2 ** 62 else 'big',
    '<<': lambda a, b: a << b if b != 2 ** 62 else 'big', '>>': lambda a, b: a >> b, '&': lambda a, b: a & b, '|': lambda a, b: a | b, '^': lambda a, b: a ^ b,
    '@': lambda a, b: a @ b, '<': lambda a, b: a < b, '<=': lambda a, b: a <= b, '==': lambda a, b: a == b, '!=': lambda a, b: a != b, 'in': lambda a, b: a in b, '[]': lambda a, b: a[b],
}
for name, function in operators.items():
    for i, a in enumerate(values):
        row = []
        for b in values:
            try:
                row.append(repr(function(a, b)))
            except Exception as e:
                plain = "unsupported operand type(s) for %s%s: '%s' and '%s'" % (name, '', type(a).__name__, type(b).__name__)
                row.append('-' if str(e) == plain else type(e).__name__ + ': ' + str(e))
        print(name, i, ' | '.join('"' if j and cell == row[j - 1] else cell for j, cell in enumerate(row)))
