# Tracebacks through coroutines, asynchronous generators, async with and comprehensions.
class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, traceback):
        if value.args == ('replace',):
            raise KeyError('from exit')


async def numbers(n):
    for i in range(n):
        yield 10 // (2 - i)


async def inner(kind):
    if kind == 'comprehension':
        return [x async for x in numbers(5)]
    async with Manager() as m:
        raise ValueError(kind)


async def outer(kind):
    try:
        return await inner(kind)
    finally:
        print('finally', kind)


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


import sys
for kind in 'plain', 'replace', 'comprehension':
    try:
        run(outer(kind))
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


class NotAwaitable:
    pass


async def wrong():
    await \
        NotAwaitable()

run(wrong())
