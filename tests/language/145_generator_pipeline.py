# Generators that feed generators; many alive at once; recursion through them.
def numbers(n):
    for i in range(n):
        yield i
def square(source):
    for x in source:
        yield x * x
def odd(source):
    return (x for x in source if x % 2)
def take(n, source):
    if n <= 0:
        return
    for x in source:
        yield x
        n -= 1
        if n == 0:
            return
print(list(take(4, odd(square(numbers(100))))), sum(odd(square(numbers(10)))))
def primes():
    def integers(n):
        while True:
            yield n
            n += 1
    def filtered(source, p):
        for x in source:
            if x % p:
                yield x
    source = integers(2)
    while True:
        p = next(source)
        yield p
        source = filtered(source, p)
print(list(take(15, primes())))
def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield items[i:i + 1] + rest
print([''.join(p) for p in permutations('abc')], len(list(permutations(list(range(5))))))
many = [numbers(i) for i in range(50)]
total = 0
while many:
    alive = []
    for g in many:
        for x in g:
            total += x
            alive.append(g)
            break
    many = alive
print(total)
def round_robin(*sources):
    sources = list(map(iter, sources))
    while sources:
        for s in list(sources):
            try:
                yield next(s)
            except StopIteration:
                sources.remove(s)
print(''.join(round_robin('abc', 'd', 'efgh')))
def closure_gen(k):
    def g():
        nonlocal k
        while k:
            yield k
            k -= 1
    return g()
print(list(closure_gen(3)))
class Source:
    def items(self):
        for self.i in range(3):
            yield self.i
s = Source()
print(list(s.items()), s.i)
