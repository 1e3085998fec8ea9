# close: what GeneratorExit meets.
def run(body, steps=1):
    i = body()
    for _ in range(steps): next(i)
    try: return i.close(), list(i)
    except BaseException as e: return type(e).__name__, e.args, repr(e.__context__), repr(e.__cause__)
def plain(): yield 1; yield 2
def final():
    try: yield 1
    finally: print('finally')
def ignores():
    try: yield 1
    except GeneratorExit: yield 2
def returns():
    try: yield 1
    except GeneratorExit: return 'value'
def stops():
    try: yield 1
    except GeneratorExit: raise StopIteration
def raises():
    try: yield 1
    except GeneratorExit: raise KeyError('k')
def reraises():
    try: yield 1
    except GeneratorExit as e: raise e
def base():
    try: yield 1
    except Exception: print('not caught')
    except BaseException as e: print(type(e).__name__)
def final_yields():
    try: yield 1
    finally: yield 2
def final_raises():
    try: yield 1
    finally: raise ValueError('final')
def with_statement():
    class M:
        def __enter__(self): return self
        def __exit__(self, kind, value, tb): print('exit', kind.__name__, value.args); return True
    with M(): yield 1
    yield 2
def delegating():
    try: yield from final()
    finally: print('outer finally')
def delegating_ignores(): yield from ignores()
for body in (plain, final, ignores, returns, stops, raises, reraises, base, final_yields, final_raises, with_statement,
             delegating, delegating_ignores):
    print(body.__name__, run(body)); print('   unstarted', run(body, 0))
i = plain(); list(i); print(i.close(), i.close())
def counts():
    n = 0
    try:
        while True: yield n; n += 1
    except GeneratorExit: print('closed at', n)
c = counts(); [next(c) for _ in range(3)]; c.close(); c.close()
def nested():
    try:
        try: yield 1
        finally:
            try: yield 2
            except KeyError as e: print('in finally', e); yield 3
    except ValueError as e: yield ('value', e.args)
n = nested(); next(n)
print(n.throw(ValueError('v')), n.throw(KeyError('k')), next(n), list(n))
