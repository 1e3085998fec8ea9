# Traceback objects: chains, lines, with_traceback, what raising again adds.
import sys
def f(n):
    if n: f(n - 1)
    else: raise ValueError('deep')
def lines(tb):
    out = []
    while tb is not None: out.append(tb.tb_lineno); tb = tb.tb_next
    return out
try: f(2)
except ValueError as e: saved = e
print(type(saved.__traceback__).__name__, lines(saved.__traceback__))
try: raise saved
except ValueError as e: print(lines(e.__traceback__))
try: raise saved.with_traceback(None)
except ValueError as e: print(lines(e.__traceback__))
def again():
    try: f(0)
    except ValueError: raise
try: again()
except ValueError as e: print(lines(e.__traceback__))
def explicit():
    try: f(0)
    except ValueError as e: raise e
try: explicit()
except ValueError as e: tb = e.__traceback__; print(lines(tb))
def final():
    try: f(0)
    finally: pass
try: final()
except ValueError as e: print(lines(e.__traceback__))
tb.tb_next = None; print(lines(tb))
for wrong in (5, tb):
    try: tb.tb_next = wrong
    except (TypeError, ValueError) as e: print(e)
try: del tb.tb_next
except TypeError as e: print(e)
try: saved.with_traceback(5)
except TypeError as e: print(e)
try: tb.tb_lineno = 5
except AttributeError as e: print(e)
print(sys.exc_info(), sys.exception())
def handled():
    try: 1 / 0
    except ZeroDivisionError:
        info = sys.exc_info()
        return info[0], info[1] is sys.exception(), info[2] is info[1].__traceback__
print(handled(), sys.exc_info())
def gen():
    try: yield 1
    finally: print('closing', sys.exc_info()[0])
g = gen(); next(g); g.close()
class Collect:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text)
    def flush(self): pass
def report(*args):
    old, sys.stderr = sys.stderr, Collect()
    try: sys.excepthook(*args)
    finally: new, sys.stderr = sys.stderr, old
    print(''.join(new.parts).replace(__file__, 'FILE'), end='-----\n')
try: f(6)
except ValueError as e: report(type(e), e, e.__traceback__); report(type(e), e, None)
report(ValueError, ValueError('new'), tb)
report(5, 6, 7); report(None, None, None)
try:
    try: f(0)
    except ValueError as e: e.add_note('noted\ntwice'); raise KeyError('k') from e
except KeyError as e: report(KeyError, e, None)
