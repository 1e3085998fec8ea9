# Class patterns: __match_args__, attributes, built-in types, and what goes wrong.
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class Sub(P): __match_args__ = ('y',)
class Bare: a = 1
class Bad: __match_args__ = ['x']
class Worse: __match_args__ = (1,)
class Twice: __match_args__ = ('x', 'x'); x = 1
class Raises:
    __match_args__ = ('x',)
    @property
    def x(self): raise AttributeError('gone')
class Explodes:
    __match_args__ = ('x',)
    @property
    def x(self): 1 / 0
class Meta(type):
    def __instancecheck__(cls, other): print('check', other); return True
class Any(metaclass=Meta): __match_args__ = ('real',)
def which(v):
    match v:
        case P(0, 0): return 'origin'
        case Sub(y) if y == 5: return f'sub {y}'
        case P(x=0, y=P(1, z)): return f'nested {z}'
        case P(x, y=0) | P(0, x): return f'axis {x}'
        case P(int() as x, str(y)): return f'int {x} str {y}'
        case P(): return 'some P'
        case Bare(a=1): return 'bare'
        case bool(b): return f'bool {b}'
        case int(n) | float(n): return f'number {n}'
        case str('a' | 'b' as s): return f'letter {s}'
        case str(): return 'string'
        case bytes(b): return f'bytes {b!r}'
        case list([first, *_]): return f'list of {first}'
        case dict({'k': k}): return f'dict {k}'
        case tuple(t) | list(t) | set(t) | frozenset(t) | dict(t): return f'{t!r}'
        case Raises(x): return 'never'
        case type(): return 'a type'
    return 'nothing'
for v in (P(0, 0), Sub(1, 5), P(0, P(1, 'z')), P(7, 0), P(0, 8), P(1, 's'), P([], {}), Bare(), True, 3, 2.5, 'a', 'zz', b'x', [1, 2], {'k': 1}, (), [], {1}, frozenset(), {},
          Raises(), None, int, 1j): print(which(v))
def fails(v, pattern):
    try: exec(f'match v:\n case {pattern}: print("matched")\n case _: print("not")', globals(), {'v': v})
    except Exception as e: print(pattern, '->', type(e).__name__, e)
fails(Bad(), 'Bad(1)'); fails(Worse(), 'Worse(1)'); fails(Twice(), 'Twice(1, 1)'); fails(P(1, 2), 'P(1, 2, 3)'); fails(P(1, 2), 'P(1, x=1)')
fails(Bare(), 'Bare(1)'); fails(5, 'int(1, 2)'); fails(5, 'int(5, real=5)'); fails(5, 'print(1)'); fails(5, 'P.nothing(1)'); fails(5, 'v(1)')
fails(Explodes(), 'Explodes(x)'); fails(5, 'Any(5)'); fails(5, 'int(imag=0, real=r)'); fails('s', 'str(x, y)'); fails(5, 'undefined()')
fails(P(1, 2), 'P(x=1, y=2, z=3)'); fails(Sub(1, 2), 'Sub(2, x=1)'); fails(Sub(1, 2), 'Sub(1, 2)'); fails(object(), 'object()'); fails(object(), 'object(x)')
fails(5, 'int | str'); fails([P(1, 2)], '[P(1, y)]'); fails(None, 'type(None)()')
