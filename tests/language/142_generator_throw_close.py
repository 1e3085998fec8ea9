# throw, close, and what finally does.
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
i = g()
print(next(i), i.send('s'), i.throw(ValueError('v')))
try:
    next(i)
except StopIteration as e:
    print('value', e.value)
i = g()
next(i)
i.close()
i.close()
print(next(i, 'closed'))
i = g()
i.close()
print(list(i))
i = g()
try:
    i.throw(KeyError('not started'))
except KeyError as e:
    print(repr(e), list(i))
i = g()
next(i)
try:
    i.throw(TypeError('passes through'))
except TypeError as e:
    print(e)
def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2
i = ignores()
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)
def cleans():
    try:
        yield 1
    except GeneratorExit:
        print('exit seen')
        raise
i = cleans()
next(i)
i.close()
def returns():
    try:
        yield 1
    except GeneratorExit:
        return 'quietly'
i = returns()
next(i)
print(i.close())
def loops():
    while True:
        try:
            yield 'ready'
        except ValueError as e:
            print('loop caught', e)
i = loops()
next(i)
print(i.throw(ValueError('a')), i.throw(ValueError), next(i))
try:
    i.throw(5)
except TypeError as e:
    print(e)
