# Trap: generator close / throw / return.
def g():
    try:
        x = yield 1
        print('got', x)
        yield 2
    except ValueError as e:
        print('caught', e)
        yield 3
    finally:
        print('fin')
    return 9
i = g(); print(next(i), i.send('s'), i.throw(ValueError('v')))
try: next(i)
except StopIteration as e: print('value', e.value)
i = g(); next(i); i.close(); i.close()
def h():
    try: yield 1
    except GeneratorExit: yield 2
i = h(); next(i)
try: i.close()
except RuntimeError as e: print(e)
def k():
    raise StopIteration
    yield
try: next(k())
except RuntimeError as e: print(e)
i = g()
try: i.send(5)
except TypeError as e: print(e)
