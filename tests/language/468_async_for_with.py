# async for and async with in every interplay with break, continue, return, else, exceptions.
class Count:
    def __init__(self, n, fail=None): self.n, self.i, self.fail = n, 0, fail
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i == self.fail: raise ZeroDivisionError('next')
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1
        return self.i
class Manager:
    def __init__(self, name, suppress=False): self.name, self.suppress = name, suppress
    async def __aenter__(self): print('enter', self.name); return self.name
    async def __aexit__(self, kind, value, traceback):
        print('exit', self.name, kind and kind.__name__, value, traceback is None)
        return self.suppress
def run(coroutine):
    try: coroutine.send(None)
    except StopIteration as e: return e.value
    except Exception as e: return repr(e)
async def loop(n, stop=None, skip=None, leave=None):
    out = []
    async for i in Count(n):
        if i == stop: break
        if i == skip: continue
        if i == leave: return out, 'left'
        out.append(i)
    else:
        out.append('else')
    return out
print(run(loop(0)), run(loop(3)), run(loop(3, stop=2)), run(loop(3, skip=2)), run(loop(3, leave=2)))
async def failing():
    async for i in Count(5, fail=2): print(i)
print(run(failing()))
async def body_raises():
    async for i in Count(5): raise StopAsyncIteration('mine')
print(run(body_raises()))
async def nested():
    async for i in Count(2):
        async for j in Count(i): print(i, j)
        for k in range(2):
            async for m in Count(2):
                if m == 2: break
            else: continue
            break
print(run(nested()))
async def targets():
    d = {}
    async for d['x'] in Count(2): pass
    async for a, *b in Pairs(): print(a, b)
    return d
class Pairs(Count):
    def __init__(self): super().__init__(2)
    async def __anext__(self): return [await super().__anext__()] * 3
print(run(targets()))
async def one(suppress, act):
    async with Manager('m', suppress) as m:
        print('body', m)
        if act == 'raise': raise KeyError('k')
        if act == 'return': return 'returned'
    return 'end'
for suppress in False, True:
    for act in '', 'raise', 'return': print(run(one(suppress, act)))
async def two():
    async with Manager('a', True) as a, Manager('b') as b:
        print(a, b); 1 / 0
    for i in range(3):
        async with Manager(i):
            if i == 0: continue
            if i == 1: break
    try:
        async with Manager('f'): return 'r'
    finally:
        print('finally')
print(run(two()))
class Failing(Manager):
    async def __aexit__(self, *a): raise ValueError('exit')
async def fails():
    try:
        async with Failing('x'): raise KeyError('body')
    except ValueError as e: return repr(e), repr(e.__context__)
print(run(fails()))
async def comprehensions():
    a = [i async for i in Count(4) if i % 2]
    b = {i: j async for i in Count(2) for j in range(i)}
    c = {i + j async for i in Count(2) async for j in Count(2)}
    d = [x async for x in (k * 2 async for k in Count(3))]
    e = [[i async for i in Count(j)] for j in range(3)]
    f = [await f() for f in [same, same]]
    g = [i for i in range(3) if await same(i)]
    h = [y async for x in Count(3) if x > 1 for y in [x, -x]]
    return a, b, c, d, e, f, g, h
async def same(x=5): return x
print(run(comprehensions()))
async def generators():
    g = (i async for i in Count(3))
    h = (await same(i) for i in range(3))
    print(type(g), type(h), g.__name__)
    return [x async for x in g], [x async for x in h], [x async for x in g]
print(run(generators()))
