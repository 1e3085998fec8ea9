# dataclasses, copy and contextlib.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
p = P(1); print(p, p == P(1), asdict(p), astuple(p), replace(p, y=5), [f.name for f in fields(p)])
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = 'x'
print(F(1) < F(2), hash(F(1)) == hash(F(1)), sorted([F(3), F(1)]))
try: F(1).a = 2
except FrozenInstanceError as e: print(type(e).__name__, e)
@dataclass(slots=True, kw_only=True)
class K:
    q: int = 1
print(K(q=5), K.__slots__)
try: P()
except TypeError as e: print(e)
@dataclass
class C(P):
    z: float = 1.5
    def __post_init__(self): self.total = self.x + self.y + self.z
print(C(1, 2), C(1, 2).total)
match P(1, 2):
    case P(x, y): print('match', x, y)
import copy
d = {'a': [1, 2, {'x': (1, [2])}]}; e = copy.deepcopy(d); e['a'][2]['x'][1].append(3); print(d, e, copy.copy([1,2]))
class O:
    def __init__(self): self.me = self; self.l = [1]
o = O(); o2 = copy.deepcopy(o); print(o2.me is o2, o2.l is not o.l, copy.copy(o).l is o.l)
from contextlib import *
@contextmanager
def cm(x):
    print('in', x)
    try: yield x * 2
    except ValueError as e: print('caught', e)
    finally: print('out')
with cm(3) as v: print(v)
with cm(1): raise ValueError('q')
with suppress(KeyError): {}['a']
with ExitStack() as st:
    st.enter_context(cm(7)); st.callback(print, 'cb')
import io
with redirect_stdout(io.StringIO()) as f: print('hidden')
print(repr(f.getvalue())); 
class Cl:
    def close(self): print('closed')
with closing(Cl()): pass
with nullcontext(5) as n: print(n)
