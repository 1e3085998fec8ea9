# C code that calls back into Python: sort keys, map, min, sum, comparisons, iteration, exceptions through them.
calls = []
def key(x):
    calls.append(x)
    return -x
print(sorted([3, 1, 2], key=key), calls)
class Item:
    compared = 0
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        Item.compared += 1
        if self.n == 13:
            raise ValueError('unlucky')
        return self.n < other.n
print([i.n for i in sorted(Item(x) for x in (5, 3, 9, 1))], Item.compared > 0, min(Item(4), Item(2)).n)
try:
    sorted([Item(1), Item(13), Item(2)])
except ValueError as e:
    print(e)
def fails(x):
    if x == 2:
        raise KeyError(x)
    return x
for f in (lambda: list(map(fails, [1, 2, 3])), lambda: [1, 2].sort(key=fails), lambda: max([1, 2], key=fails), lambda: list(filter(fails, [1, 2])), lambda: sum(fails(i) for i in range(3)), lambda: {fails(i): 1 for i in range(3)}, lambda: ','.join(fails(i) and 'x' or 'y' for i in range(3)), lambda: list(iter(lambda: fails(2), 0))):
    try:
        f()
    except KeyError as e:
        print('key', e, end=' ')
print()
def nested(n):
    return n if n == 0 else max(map(nested, [n - 1, 0])) + 1
print(nested(30))
class Adder:
    def __init__(self, n):
        self.n = n
    def __add__(self, other):
        return Adder(self.n + (other.n if isinstance(other, Adder) else other))
    __radd__ = __add__
    def __str__(self):
        return 'Adder(%s)' % self.n
    def __format__(self, spec):
        return str(self).rjust(int(spec or 0))
    def __hash__(self):
        return sum(map(hash, [self.n]))
    def __eq__(self, other):
        return all(a == b for a, b in [(self.n, other.n)])
print(sum([Adder(1), Adder(2)], 5), f'{Adder(3):12}', {Adder(1): 'found'}[Adder(1)], '%s' % Adder(7), Adder(1) in [Adder(2), Adder(1)])
print(list(map(lambda f: f(4), [lambda x: x + 1, str, float, lambda x: [x]])), list(filter(lambda p: p[0] < p[1], zip([1, 5], [2, 4]))))
