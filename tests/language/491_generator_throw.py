# throw in all its forms.
def g():
    while True:
        try: got = yield 'ready'
        except GeneratorExit: raise
        except BaseException as e: print(type(e).__name__, e.args, e.__traceback__ is not None, repr(e.__context__))
def fresh():
    i = g(); next(i); return i
import sys
try: 1 / 0
except ZeroDivisionError as e: tb = e.__traceback__
class Odd(Exception):
    def __init__(self, a, b): super().__init__(a, b)
class Not(Exception):
    def __new__(cls, *a): return 'not'
for args in ((ValueError,), (ValueError, 'v'), (ValueError, ('a', 'b')), (ValueError, None), (ValueError, ValueError('inst')),
             (ValueError, KeyError('k')), (ValueError('v'),), (ValueError('v'), None), (ValueError('v'), None, None),
             (ValueError('v'), None, tb), (ValueError, 'v', tb), (ValueError('v'), 'value'), (ValueError, 'v', 5), (5,), (int,),
             ('text',), (), (ValueError, 1, None, 4), (Odd,), (Odd, 1), (Odd, (1, 2)), (Not,), (StopIteration, 5), (LookupError, KeyError('sub'))):
    i = fresh()
    try: print(args and getattr(args[0], '__name__', args[0]), '->', i.throw(*args))
    except BaseException as e: print(type(e).__name__, e)
def finished(): return; yield
f = finished(); list(f)
try: f.throw(KeyError('after'))
except KeyError as e: print(repr(e))
def unstarted():
    try: yield 1
    except KeyError: print('never')
u = unstarted()
try: u.throw(KeyError('before'))
except KeyError as e: print(repr(e), list(u))
def lines(e):
    tb, out = e.__traceback__, []
    while tb: out.append(tb.tb_lineno); tb = tb.tb_next
    return out
i = unstarted()
try: i.throw(TypeError('t'))
except TypeError as e: print(lines(e))
i = unstarted(); next(i)
try: i.throw(TypeError, 't', tb)
except TypeError as e: print(lines(e))
def running():
    try: i.throw(ValueError('self'))
    except ValueError as e: yield e
    try: i.send(None)
    except ValueError as e: yield e
    try: i.close()
    except ValueError as e: yield e
    yield i.gi_running
i = running(); print(*list(i), sep='\n')
def changes(): 
    try: yield 1
    except ValueError as e: raise KeyError('changed') from e
i = changes(); next(i)
try: i.throw(ValueError('v'))
except KeyError as e: print(repr(e), repr(e.__cause__), repr(e.__context__))
def stops():
    try: yield 1
    except StopIteration as e: print('in', e.value); raise
i = stops(); next(i)
try: i.throw(StopIteration('s'))
except RuntimeError as e: print(e, repr(e.__cause__), e.__suppress_context__)
def handles():
    try: raise KeyError('held')
    except KeyError:
        try: yield 1
        except ValueError as e: yield e.__context__
i = handles(); next(i); print(repr(i.throw(ValueError('v'))))
