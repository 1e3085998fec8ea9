# Every everyday builtin on a dozen values, alone and with a second argument.
values = [5, -2 ** 70, 2.5, None, '', 'abc', '12', [3, 1, 2], (), ('b', 'a'), {'k': 1}, {2}, range(3), int, lambda *a: a]
def show(v):
    if hasattr(v, '__next__'):
        return type(v).__name__ + repr(list(v))
    text = repr(v)
    return text.split(' at 0x')[0]
def attempt(f, *args):
    try:
        return show(f(*args))
    except Exception as e:
        return type(e).__name__ + ': ' + str(e).split(' at 0x')[0]
alone = [abs, all, any, ascii, bin, bool, callable, chr, dict, divmod, enumerate, float, frozenset, hex, int, iter, len, list, max, min, next, oct, ord, reversed, round, set, sorted, str, sum, tuple, type, zip]
def row(cells):
    cells = list(cells)
    return ' | '.join('"' if i and cell == cells[i - 1] else cell for i, cell in enumerate(cells))
for f in alone:
    print(f.__name__, attempt(f), row(attempt(f, v) for v in values if not (f in (list, tuple, type) and callable(v))))
pairs = [divmod, getattr, int, isinstance, max, pow, round, sum]
for f in pairs:
    for i, a in enumerate(values):
        print(f.__name__, i, row(attempt(f, a, b) for b in values if not (f in (pow, round) and -2 ** 70 in (a, b))))
