"""Simulations with a seed: life, a queue, cards, walks, Markov text; sorting, ciphers, trees."""
import random, textwrap, copy, time
random.seed(7)

class Cell:
    __slots__ = ('alive', '__weakref__')

    def __init__(self, alive=False):
        self.alive = alive

class Game:

    def __init__(self, w, h):
        self.w, self.h = (w, h)
        self.g = [[random.random() < 0.3 for _ in range(w)] for _ in range(h)]

    def step(self):

        def nb(r, c):
            return sum((self.g[(r + i) % self.h][(c + j) % self.w] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)))
        self.g = [[nb(r, c) in ((2, 3) if self.g[r][c] else (3,)) for c in range(self.w)] for r in range(self.h)]

    def __str__(self):
        return '\n'.join((''.join(('.#'[x] for x in row)) for row in self.g))
g = Game(20, 6)
for _ in range(3):
    g.step()
print(g)

class Queue2:

    def __init__(self):
        self.t, self.log = (0, [])

    def run(self, n):
        arr = sorted((round(random.expovariate(1 / 3), 2) for _ in range(n)))
        free = 0
        for a in arr:
            s = max(a, free)
            d = random.choice([1.5, 2, 2.5])
            free = s + d
            self.log.append((a, s, free))
        return sum((s - a for a, s, _ in self.log)) / n
q = Queue2()
print(f'{q.run(8):.4f}')
[print('%6.2f %6.2f %6.2f' % r) for r in q.log]
deck = [f'{r}{s}' for s in '♠♥♦♣' for r in [*range(2, 11), *'JQKA']]
random.shuffle(deck)
print(deck[:7], random.sample(deck, k=4))
walk = [0]
[walk.append(walk[-1] + random.choice((-1, 1))) for _ in range(30)]
print(walk, min(walk), max(walk))
words = 'the cat sat on the mat the dog sat'.split()
chain = {}
for a, b in zip(words, words[1:]):
    chain.setdefault(a, []).append(b)
w = 'the'
out = [w]
while w in chain and len(out) < 12:
    w = random.choice(chain[w])
    out.append(w)
print(' '.join(out))
print(chain)

def quick(a):
    return a if len(a) < 2 else quick([x for x in a[1:] if x < a[0]]) + [a[0]] + quick([x for x in a[1:] if x >= a[0]])

def merge(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    l, r, o = (merge(a[:m]), merge(a[m:]), [])
    while l and r:
        o.append((l if l[0] <= r[0] else r).pop(0))
    return o + l + r
data = [random.randrange(1000) for _ in range(40)]
assert quick(data) == merge(data) == sorted(data)
print(sorted(data, key=lambda v: (v % 10, -v))[:10])

def caesar(s, k):
    return ''.join((chr((ord(c) - (b := (65 if c.isupper() else 97)) + k) % 26 + b) if c.isalpha() else c for c in s))
print(caesar('Hello, World!', 3), caesar(caesar('Abc', 5), -5))
start = time.perf_counter()
print(time.perf_counter() >= start, type(time.time()))
import string
pw = ''.join(random.choices(string.ascii_letters + string.digits, k=12))
print(pw)
print(textwrap.fill(' '.join(random.choices(words, k=20)), width=30, initial_indent='* ', subsequent_indent='  '))

class Tree(dict):

    def __missing__(self, k):
        v = self[k] = type(self)()
        return v
t = Tree()
t['a']['b']['c'] = 1
print(t, copy.deepcopy(t) == t)

def tree(d, ind=0):
    for k, v in d.items():
        print('  ' * ind + f'└─ {k}')
        isinstance(v, dict) and tree(v, ind + 1)
tree(t)
print(f"{'Name':^10}|{'Score':^7}")
print('{:-^18}'.format(''))
print(*(f'{n:<10}|{s:>7.1f}' for n, s in [('Ann', 93.25), ('Bø', 8)]), sep='\n')
