# The Mersenne Twister gives CPython's numbers, whatever the seed.
from _random import Random

for seed in (0, 1, -1, 2**32, 2**64 - 1, 2**64, 2**200 + 7, 1.5, True, (1, 2)):
    r = Random(seed)
    print(seed, r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(33), r.getrandbits(64), r.getrandbits(200), r.random())
r = Random(42)
state = r.getstate()
numbers = [r.random() for _ in range(700)]
r.setstate(state)
print(numbers == [r.random() for _ in range(700)], numbers[699], len(state), state[:3], state[-1], r.getstate()[-1])
r.seed(8)
print(r.random(), r.getrandbits(0), r.getrandbits(7), r.getrandbits(1000))
class Own(Random):
    def __init__(self, *args, **keywords):
        super().__init__()
print(type(Own(1, a=2).random()), 0 <= Random().random() < 1, Random().random() != Random().random())
def show(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
show(lambda: Random(1, 2))
show(lambda: r.getrandbits(-1))
show(lambda: r.getrandbits(2**40))
show(lambda: r.getrandbits('a'))
show(lambda: r.seed([]))
for bad in ((1, 2), [1], tuple(range(-1, 624)), tuple(range(624)) + (700,), ('a',) * 625):
    show(lambda: r.setstate(bad))
