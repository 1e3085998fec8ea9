# Nesting of every kind, deeper than any stack: exceptions, not deaths. Run under small limits by
# run_commands.sh; prints what came of each, and "done".
import sys
def attempt(name, f):
    try: print(name, type(f()).__name__)
    except RecursionError as e: print(name, 'RecursionError')
    except MemoryError as e: print(name, 'MemoryError')
    except Exception as e: print(name, type(e).__name__, str(e)[:50])
N = 200000
sys.setrecursionlimit(10**6)
def nest(make):
    x = make(None)
    for i in range(N): x = make(x)
    return x
import ast
tree = ast.Constant(1, lineno=1, col_offset=0)
for _ in range(100000): tree = ast.UnaryOp(ast.USub(), tree, lineno=1, col_offset=0)
attempt('compile tree', lambda: compile(ast.Expression(tree), 't', 'eval')); attempt('parse', lambda: ast.parse('-' * 100000 + '1'))
L = nest(lambda x: [x]); T = nest(lambda x: (x,)); D = nest(lambda x: {1: x})
L2 = nest(lambda x: [x]); T2 = nest(lambda x: (x,)); D2 = nest(lambda x: {1: x})
attempt('repr list', lambda: repr(L)); attempt('repr tuple', lambda: repr(T)); attempt('repr dict', lambda: repr(D))
attempt('eq list', lambda: L == L2); attempt('eq tuple', lambda: T == T2); attempt('eq dict', lambda: D == D2)
attempt('lt list', lambda: L < L2); attempt('hash tuple', lambda: hash(T)); 
F = nest(lambda x: frozenset([x]) if x is None or isinstance(x, frozenset) and False else (x,))
attempt('str', lambda: str(L)); attempt('format', lambda: '%s' % (T,)); attempt('f', lambda: f'{L!r}')
def f(n): return f(n + 1)
attempt('calls', lambda: f(0))
class A:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __add__(self, o): return self + o
    def __getattr__(self, n): return getattr(self, n + 'x')
    def __call__(self): return self()
    def __iter__(self): return iter(self)
    def __len__(self): return len(self)
    def __bool__(self): return bool(self)
    def __contains__(self, x): return x in self
    def __getitem__(self, i): return self[i]
    def __str__(self): return str(self)
    def __format__(self, s): return format(self, s)
    def __index__(self): return [1][self]
    def __lt__(self, o): return self < o
    def __enter__(self):
        with self: pass
a = A()
for name, g in dict(repr=lambda: repr(a), eq=lambda: a == A(), hash=lambda: hash(a), add=lambda: a + 1, getattr=lambda: a.q, call=lambda: a(), iter=lambda: iter(a), len=lambda: len(a), bool=lambda: bool(a), contains=lambda: 1 in a, getitem=lambda: a[0], str=lambda: str(a), format=lambda: format(a), index=lambda: [1][a], lt=lambda: a < a, enter=lambda: a.__enter__(), sort=lambda: sorted([a, A()])).items(): attempt(name, g)
attempt('parser parens', lambda: eval('(' * 100000 + ')' * 100000)); attempt('parser unary', lambda: eval('-' * 100000 + '1')); attempt('parser attr', lambda: eval('a' + '.b' * 100000)); attempt('parser binop', lambda: eval('1' + '+1' * 100000)); attempt('lambda', lambda: eval('lambda:' * 50000 + '1')); attempt('not', lambda: eval('not ' * 100000 + '1')); attempt('list', lambda: eval('[' * 90 + ']' * 90)); attempt('if', lambda: compile('\n'.join(' ' * i + 'if 1:' for i in range(99)) + '\n' + ' ' * 99 + 'pass', 'x', 'exec')); attempt('power', lambda: eval('2**' * 50000 + '1')); attempt('elif', lambda: compile('if 1: pass\n' + 'elif 1: pass\n' * 20000, 'x', 'exec')); attempt('str concat', lambda: eval('"a"' * 100000)); attempt('call', lambda: eval('f(' * 50000 + ')' * 50000)); attempt('fstring', lambda: eval('f"{' * 100 + '}"' * 100))
def gen(n):
    yield from gen(n + 1)
attempt('yield from', lambda: next(gen(0)))
g = iter([])
for i in range(50000): g = map(lambda x: x, g)
attempt('map chain', lambda: list(g))
import functools
p = print
for i in range(50000): p = functools.partial(p)
attempt('partial', lambda: p())
attempt('isinstance', lambda: isinstance(1, T)); attempt('issubclass', lambda: issubclass(int, nest(lambda x: (x or str,))))
e = ValueError('x')
for i in range(50000):
    n = ValueError(i); n.__cause__ = e; e = n
def r(): raise e
import io
sys.stderr = io.StringIO()
attempt('excepthook', lambda: sys.excepthook(type(e), e, None)); sys.stderr = sys.__stderr__
print('done')
