# Exceptions in and around generators.
def g():
    yield 1
    raise ValueError('inside')
i = g()
print(next(i))
try:
    next(i)
except ValueError as e:
    print(e)
print(next(i, 'finished after the error'))
def stops():
    raise StopIteration('x')
    yield
try:
    next(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def stop_leaks():
    yield next(iter([]))
try:
    list(stop_leaks())
except RuntimeError as e:
    print(e)
def running():
    yield next(me)
me = running()
try:
    next(me)
except ValueError as e:
    print(e)
def handler():
    try:
        1 / 0
    except ZeroDivisionError as e:
        yield str(e)
        yield 'still in the handler'
        try:
            raise
        except ZeroDivisionError as e2:
            yield e is e2
print(list(handler()))
import sys
def sees():
    yield sys.exc_info()[0]
    try:
        raise KeyError
    except KeyError:
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]
try:
    raise IndexError
except IndexError:
    s = sees()
    print(next(s), next(s))
print(next(s), sys.exc_info())
def cleanup(log):
    try:
        for i in range(3):
            yield i
    finally:
        log.append('cleanup')
log = []
for x in cleanup(log):
    if x == 1:
        try:
            raise ValueError
        except ValueError:
            log.append('handled')
print(log)
def try_in_loop():
    for i in range(4):
        try:
            yield 10 // (i - 1)
        except ZeroDivisionError:
            yield 'zero'
print(list(try_in_loop()))
