# Asynchronous generators: iteration, asend, athrow, aclose, and each of their states.
class Wait:
    def __init__(self, tag): self.tag = tag
    def __await__(self): return (yield self.tag)
def run(awaitable, *sent):
    steps = awaitable.__await__()
    sent, asked = list(sent), []
    try:
        value = next(steps)
        while True:
            asked.append(value)
            value = steps.send(sent.pop(0) if sent else None)
    except StopIteration as e: result = e.value
    except BaseException as e: result = f'{type(e).__name__}: {e}'
    return (asked, result) if asked else result
async def numbers(n):
    try:
        for i in range(n):
            got = yield i
            if got: print('got', got, await Wait('w'))
    except ValueError as e:
        print('caught', e)
        yield 'after'
    finally:
        print('finally', await Wait('f'))
g = numbers(3)
print(type(g), g.__name__, g.ag_running, g.ag_await, g.ag_code is numbers.__code__, aiter(g) is g)
print(run(g.__anext__()), run(g.asend('x')), run(g.asend(None)), run(g.__anext__()), run(g.__anext__()))
g = numbers(3)
print(run(g.asend(5)), run(g.__anext__()), run(g.athrow(ValueError('v'))), run(g.__anext__()), run(g.aclose()))
g = numbers(3)
print(run(g.__anext__()), run(g.aclose()), run(g.aclose()), run(g.__anext__()), run(g.athrow(KeyError)))
g = numbers(3)
print(run(g.athrow(KeyError('k'))), run(g.__anext__()))
g = numbers(3)
print(run(g.aclose()), run(g.__anext__()))
g = numbers(3); run(g.__anext__())
print(run(g.athrow(KeyError, 'one', None)), run(g.athrow(KeyError('k'))))
async def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
g = stubborn(); print(run(g.__anext__()), run(g.aclose()), run(g.__anext__()))
async def stops(): yield 1; raise StopIteration('s')
async def stops_async(): yield 1; raise StopAsyncIteration('a')
for make in stops, stops_async:
    g = make(); print(run(g.__anext__()), run(g.__anext__()), run(g.__anext__()))
async def waits():
    yield await Wait(1), await Wait(2)
g = waits()
step = g.__anext__()
print(type(step), iter(step) is step, step.send(None), g.ag_running, type(g.ag_await))
for other in g.__anext__(), g.asend(1), g.athrow(ValueError), g.aclose():
    try: other.send(None)
    except RuntimeError as e: print(e)
print(step.send('a'))
try: step.send('b')
except StopIteration as e: print(e.value, g.ag_running)
for again in (lambda: step.send(None), lambda: step.throw(ValueError), lambda: next(step)):
    try: again()
    except RuntimeError as e: print(e)
closing = g.aclose()
print(type(closing), run(closing))
try: closing.send(None)
except RuntimeError as e: print(e)
step = g.asend(None); step.close()
try: step.send(None)
except RuntimeError as e: print(e)
g = waits(); step = g.athrow(ValueError('v'))
try: step.send('early')
except RuntimeError as e: print(e)
g = waits(); step = g.__anext__(); step.send(None)
try: step.throw(KeyError('into'))
except KeyError as e: print(repr(e))
print(run(g.__anext__()))
g = waits(); step = g.__anext__(); step.send(None); step.close(); print(g.ag_running)
async def default():
    yield 1
g = default()
print(run(anext(g, 'd')), run(anext(g, 'd')), type(anext(g, 'd')))
async def user():
    return [await anext(default()), await anext(waits(), 0), await anext(numbers(0), 'none')]
print(run(user()))
try: print(run(anext(numbers(0))))
except StopAsyncIteration as e: print(repr(e))
