# send, and yield as an expression.
def echo():
    received = None
    while True:
        received = yield received
        if received == 'stop':
            return 'returned'
g = echo()
print(next(g), g.send(1), g.send('two'), next(g))
try:
    g.send('stop')
except StopIteration as e:
    print(e.value, e.args)
def average():
    total = 0.0
    count = 0
    mean = None
    while True:
        mean = (total := total + (yield mean)) / (count := count + 1)
a = average()
next(a)
print([a.send(x) for x in (10, 20, 60)])
def g2():
    x = yield 1
    print('got', x)
    y = (yield 2) or 'none'
    print('got', y)
    z = yield
    print('got', z, (yield x, y))
i = g2()
print(next(i), i.send('a'), i.send(None), i.send('c'))
print(next(i, 'over'))
i = g2()
try:
    i.send(5)
except TypeError as e:
    print(e)
try:
    i.send()
except TypeError as e:
    print(e)
def collector(out):
    while True:
        out.append((yield len(out)))
out = []
c = collector(out)
next(c)
for x in 'abc':
    c.send(x)
print(out, [c.send(1), c.send(2)])
def args():
    print((yield 1), [(yield 2), (yield 3)], k if (k := (yield 4)) else 'falsy')
g = args()
print(next(g), g.send('a'), g.send('b'), g.send('c'), next(g, 'done'))
