# __iter__ and __next__.
class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
print(list(Countdown(3)), [x * 2 for x in Countdown(3)], sum(Countdown(4)), 2 in Countdown(5), max(Countdown(3)), tuple(Countdown(2)), sorted(Countdown(3)))
for x in Countdown(3):
    if x == 1:
        break
    print(x)
c = Countdown(2)
print(next(c), next(c), next(c, 'over'))
try:
    next(c)
except StopIteration:
    print('stop')
class Bag:
    def __init__(self, *items):
        self.items = items
    def __iter__(self):
        return iter(self.items)
b = Bag(1, 2, 3)
print(list(b), list(b), [(x, y) for x in b for y in b][:4], *b, {*b}, 3 in b)
first, *rest = b
print(first, rest, ','.join(Bag('a', 'b')), dict(Bag((1, 2), (3, 4))), list(zip(b, Countdown(9))), list(map(lambda x: -x, b)))
class Gen:
    def __iter__(self):
        yield 1
        yield from (2, 3)
print(list(Gen()), sum(Gen()))
class NotIter:
    def __iter__(self):
        return 5
class Raises:
    def __iter__(self):
        return self
    def __next__(self):
        raise ValueError('in next')
for f in (lambda: list(NotIter()), lambda: list(Raises()), lambda: iter(Bag), lambda: next(Bag())):
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
