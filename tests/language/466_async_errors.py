# What asynchronous code refuses, in CPython's words.
def run(coroutine):
    try: coroutine.send(None)
    except StopIteration as e: return e.value
    except BaseException as e: return f'{type(e).__name__}: {e} | {e.__cause__!r}'
class With:
    def __init__(self, **methods): self.__dict__.update(methods)
def kind(**methods): return type('Kind', (), methods)()
async def coroutine(): return 1
async def awaits(x): await x
c = coroutine()
for x in (1, None, [], kind(__await__=lambda self: 5), kind(__await__=lambda self: [1]),
          kind(__await__=lambda self: c), kind(__await__=lambda self: 1 / 0), With(__await__=1),
          (i for i in ()), awaits):
    print(run(awaits(x)))
c.close()
async def iterates(x):
    async for i in x: print('never')
for x in (1, [], kind(__aiter__=lambda self: 5), kind(__aiter__=lambda self: self),
          kind(__aiter__=lambda self: self, __anext__=lambda self: 5),
          kind(__aiter__=lambda self: self, __anext__=lambda self: 1 / 0),
          kind(__aiter__=lambda self: 1 / 0), coroutine):
    print(run(iterates(x)))
async def enters(x):
    async with x: print('never')
for x in (1, kind(__aenter__=1), kind(__aexit__=1), kind(__aenter__=lambda self: 5, __aexit__=1),
          kind(__aenter__=lambda self: coroutine(), __aexit__=lambda self, *a: 5),
          kind(__enter__=1, __exit__=2)):
    print(run(enters(x)))
def plain():
    try: yield from coroutine()
    except TypeError as e: print(e)
list(plain())
for use in (lambda c: iter(c), lambda c: next(c), lambda c: list(c), lambda c: c.send(5),
            lambda c: c.send(), lambda c: c.throw(), lambda c: c.throw(5), lambda c: c.throw(ValueError('x'), 1),
            lambda c: c.throw(ValueError, 1, 2), lambda c: setattr(c, 'cr_code', 1), lambda c: c.nothing,
            lambda c: setattr(c, '__name__', 1), lambda c: len(c), lambda c: c()):
    c = coroutine()
    try: print(use(c))
    except BaseException as e: print(type(e).__name__, e)
    c.close()
async def stops(): raise StopIteration(5)
print(run(stops()))
async def stops_async(): raise StopAsyncIteration(6)
print(run(stops_async()))
for make in (lambda: aiter(1), lambda: aiter(kind(__aiter__=lambda self: 5)), lambda: anext(1), lambda: aiter(),
             lambda: anext(kind(__anext__=lambda self: 5))):
    try: print(make())
    except TypeError as e: print(e)
for source in ('await x', 'async for i in x: pass', 'async with x: pass', '[i async for i in x]',
               'def f(): await x', 'def f():\n async for i in x: pass', 'def f():\n async with x: pass',
               'def f(): return [i async for i in x]', 'def f(): return [await i for i in x]',
               'async def f(): yield from x', 'async def f():\n yield\n return 1', 'class A: await x',
               'async def f():\n def g(): await x', 'async def f(): lambda: await x',
               'def f(): return (i async for i in x)', 'async def f():\n yield\n return', 'lambda: await x',
               'async def f(): return [[i async for i in x] for j in y]',
               'async def f(): return {i: j async for i in x async for j in y}',
               'def f(): return [[i async for i in x] for j in y]',
               'async def f(a=await x): pass', '@await x\ndef f(): pass', 'async def f(): yield await x',
               'async x = 1', 'async def', 'await = 1', 'def async(): pass', 'async lambda: 1',
               'async def f(): [x for x in await y]', 'def f(): [x for x in await y]'):
    try: compile(source, 's', 'exec'); print('ok')
    except SyntaxError as e: print(e, e.lineno, e.offset, e.end_lineno, e.end_offset)
