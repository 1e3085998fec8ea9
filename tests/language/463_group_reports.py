# Reports of groups: boxes, causes inside of them, notes, limits of width and depth.
import sys
class Collect:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text)
    def flush(self): pass
def report(exception):
    old, sys.stderr = sys.stderr, Collect()
    try: sys.excepthook(type(exception), exception, exception.__traceback__)
    finally: new, sys.stderr = sys.stderr, old
    print(''.join(new.parts).replace(__file__, 'FILE'), end='-----\n')
E = ExceptionGroup
def raised(exception, cause=None):
    try:
        if cause: raise exception from cause
        raise exception
    except BaseException as e: return e
def leaf(i):
    try: return 1 / i
    except ZeroDivisionError as e:
        try: raise ValueError('leaf', i)
        except ValueError as f: return f
report(raised(E('top', [ValueError(1), TypeError('two')])))
report(E('bare', [ValueError(1)]))
report(raised(E('top', [leaf(0), raised(E('in', [leaf(0), KeyError('k')])), raised(OSError(2, 'no'))])))
report(raised(E('last', [ValueError(1), E('inner', [TypeError(2), E('innermost', [KeyError(3)])])])))
report(raised(E('caused', [ValueError(1)]), raised(E('cause', [KeyError(2), OSError(3)]))))
report(raised(ValueError('plain'), raised(E('cause', [KeyError(2), raised(TypeError(3), IndexError(4))]))))
noted = raised(E('noted', [ValueError(1), KeyError(2)]))
noted.add_note('a note\nof two lines'); noted.exceptions[0].add_note('inside\nof it'); noted.exceptions[1].add_note('')
report(noted)
report(E('multi\nline', [ValueError('also\nhere'), ValueError('')]))
report(E('wide', [ValueError(i) for i in range(15)]))
report(E('wider', [ValueError(i) for i in range(16)]))
report(E('widest', [ValueError(i) for i in range(40)]))
deep = ValueError('deep')
for i in range(14): deep = E(f'level {i}', [deep, KeyError(i)])
report(deep)
def repeat(n):
    if n: repeat(n - 1)
    else: raise E('repeated', [ValueError(1)])
try: repeat(8)
except E as e: report(e)
try: compile('a b', 'file', 'exec')
except SyntaxError as e: report(raised(E('syntax', [e])))
circle = raised(ValueError('circle')); circle.__context__ = raised(E('of', [circle])); report(circle)
class Odd(E):
    def __str__(self): 1 / 0
report(Odd('x', [ValueError(1)]))
