# Tracebacks through generators: throw, yield from, close, StopIteration become RuntimeError.
import sys


def inner():
    try:
        yield 1
    finally:
        1 / 0


def middle():
    yield from inner()


def outer():
    for i in middle():
        yield i


def show(action):
    try:
        action()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


g = middle()
next(g)
show(lambda: g.throw(ValueError('thrown')))
g = middle()
next(g)
show(g.close)
g = outer()
next(g)
show(lambda: next(g))


def stops():
    yield next(iter([]))


show(lambda: list(stops()))


def fresh():
    yield


show(lambda: fresh().throw(KeyError, 'before the start'))
show(lambda: fresh().send(5))
next(x for x in [1, 2] if x / (x - 2) > 0)
