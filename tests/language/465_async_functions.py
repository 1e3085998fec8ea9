# async def and await: coroutines driven by hand, awaitables of every kind.
class Awaitable:
    def __init__(self, *values): self.values = values
    def __await__(self):
        got = []
        for value in self.values: got.append((yield value))
        return got
async def inner(n):
    print('inner', n)
    return (await Awaitable(n, n + 1)), n
async def outer():
    a = await inner(1)
    b = await inner(5)
    return [a, b]
def run(coroutine):
    sent = None
    while True:
        try: got = coroutine.send(sent)
        except StopIteration as e: return e.value
        print('asked', got)
        sent = got * 10
print(run(outer()))
async def raising():
    try:
        await Awaitable('x')
        raise KeyError('k')
    except KeyError as e:
        return repr(e)
    finally:
        print('finally', await Awaitable('y'))
print(run(raising()))
async def empty(): pass
async def value(): return 1, 2
print(run(empty()), run(value()))
c = outer()
print(type(c), c.__name__, c.__qualname__, c.cr_running, c.cr_await, c.cr_suspended, c.cr_code is outer.__code__)
print(c.send(None), c.cr_await.__name__, c.cr_suspended, type(c.cr_await.cr_await))
try: print(c.throw(ValueError('thrown')))
except ValueError as e: print(repr(e), c.cr_await, c.cr_suspended)
for again in (lambda: c.send(None), lambda: c.throw(ValueError), lambda: c.close()):
    try: print(again())
    except Exception as e: print(type(e).__name__, e)
async def cleanup():
    try: await Awaitable(1)
    finally: print('cleanup')
c = cleanup(); c.send(None); c.close(); c.close()
async def stubborn():
    try: await Awaitable(1)
    except GeneratorExit: await Awaitable(2)
c = stubborn(); c.send(None)
try: c.close()
except RuntimeError as e: print(e)
w = value().__await__()
print(type(w), iter(w) is w)
try: next(w)
except StopIteration as e: print(e.value)
class A:
    async def method(self): return self.__class__.__name__
    @classmethod
    async def make(cls): return cls
    @staticmethod
    async def static(): return 's'
print(run(A().method()), run(A.make()), run(A.static()))
async def arguments(a, /, b, *c, d=4, **e): return a, b, c, d, e
print(run(arguments(1, 2, 3, d=5, f=6)))
async def closure():
    x = 1
    async def change():
        nonlocal x
        x += await Awaitable(1)  and 1
    await change(); await change()
    return x
print(run(closure()))
async def lambdas(): return [(lambda: i)() for i in [await value()]]
print(run(lambdas()))
print(outer.__code__.co_flags & 0x80, raising.__code__.co_flags & 0x2a0, empty.__name__)
async def self_awaiting():
    await current
current = self_awaiting()
try: current.send(None)
except ValueError as e: print(e)
async def shared(): await Awaitable(1)
s = shared(); s.send(None)
async def second(): await s
try: second().send(None)
except RuntimeError as e: print(e)
s.close()
async def renamed(): pass
renamed.__name__ = 'new'; renamed.__qualname__ = 'quite.new'
r = renamed(); print(r.__name__, r.__qualname__, repr(r).split(' at ')[0]); r.close()
r.__name__ = 'x'; print(r.__name__)
