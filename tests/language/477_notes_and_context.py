# Notes; how contexts chain, and stay free of circles.
e = ValueError('v')
print(hasattr(e, '__notes__'), vars(e))
e.add_note('one'); e.add_note('two')
print(e.__notes__, vars(e))
for wrong in (1, None, b'x'):
    try: e.add_note(wrong)
    except TypeError as error: print(error)
e.__notes__ = 5
try: e.add_note('three')
except TypeError as error: print(error)
del e.__notes__
e.add_note('again'); print(e.__notes__)
def chain(e):
    out, seen = [], []
    while e is not None and e not in seen:
        seen.append(e); out.append(repr(e)); e = e.__context__
    return ' < '.join(out) + (' < ...' if e else '')
def handler():
    try: raise KeyError('a')
    except KeyError:
        try: raise IndexError('b')
        except IndexError:
            raise TypeError('c')
try: handler()
except TypeError as t: print(chain(t), t.__suppress_context__)
a, b, c = ValueError('a'), ValueError('b'), ValueError('c')
def raise_in(first, second):
    try:
        try: raise first
        except ValueError: raise second
    except ValueError as e: return e
raise_in(a, b); raise_in(b, c); print(chain(c))
raise_in(c, a); print(chain(a), chain(b), chain(c))
raise_in(a, a); print(chain(a))
a.__context__ = b; b.__context__ = c; c.__context__ = b
d = ValueError('d'); raise_in(a, d); print(chain(d))
raise_in(d, c); print(chain(c))
def suppressed():
    try:
        try: raise KeyError('k')
        except KeyError as k: raise ValueError('v') from None
    except ValueError as v: return v
v = suppressed(); print(v.__cause__, repr(v.__context__), v.__suppress_context__)
v.__cause__ = KeyError('c'); print(v.__suppress_context__)
v.__suppress_context__ = False; print(repr(v.__cause__))
try:
    try: raise KeyError(1)
    finally: raise ValueError(2)
except ValueError as e: print(chain(e))
try:
    try: pass
    finally: raise ValueError(3)
except ValueError as e: print(chain(e))
def generator():
    try: yield
    except ValueError as e: raise KeyError('in generator')
g = generator(); next(g)
try:
    try: raise TypeError('outside')
    except TypeError: g.throw(ValueError('thrown'))
except KeyError as e: print(chain(e))
def yields():
    try: raise KeyError('held')
    except KeyError: yield 1; raise ValueError('later')
y = yields(); next(y)
try:
    try: raise TypeError('meanwhile')
    except TypeError: next(y)
except ValueError as e: print(chain(e))
import sys
def peek(): return repr(sys.exc_info()[1])
def inside():
    print('start', peek())
    try: raise KeyError('mine')
    except KeyError: yield peek()
    yield peek()
try: raise ValueError('outer')
except ValueError:
    g = inside(); print(next(g), peek()); print(next(g))
print(list(inside()), peek())
class With:
    def __enter__(self): return self
    def __exit__(self, *a): raise ValueError('from exit')
try:
    with With(): raise KeyError('from body')
except ValueError as e: print(chain(e))
def deleted():
    try: raise ValueError('x')
    except ValueError as name: del name
    try: name
    except UnboundLocalError as e: print(e, e.name)
deleted()
