"""Data classes, enums, named tuples, typed dictionaries, generic classes."""
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, KW_ONLY, InitVar
from typing import List, Optional, ClassVar, Dict, Any, Union, NamedTuple, TypedDict, Generic, TypeVar, Protocol, Callable
import enum
from enum import Enum, IntEnum, Flag, auto, unique, IntFlag, StrEnum

class Color(Enum):
    RED = 1
    GREEN = auto()
    BLUE = auto()
    CRIMSON = 1

    @property
    def pretty(self):
        return self.name.title()

    @classmethod
    def parse(cls, s):
        return cls[s.upper()]
print(list(Color), Color.CRIMSON, Color(2), Color['BLUE'], Color.RED.pretty, Color.parse('green'))
print(repr(Color), Color.__members__)
try:
    Color(9)
except ValueError as e:
    print(e)
try:
    Color['X']
except KeyError as e:
    print('KeyError', e)

class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(Perm.R | Perm.X, Perm.RW, ~Perm.R, Perm.R in Perm.RW, bool(Perm.R & Perm.W))
print(repr(Perm(7)), [p for p in Perm.RW])

class Pri(IntEnum):
    LOW = 1
    HIGH = 10
print(Pri.LOW < Pri.HIGH, Pri.HIGH + 1, f'{Pri.LOW}', f'{Pri.HIGH:>5}')
print(sorted([Pri.HIGH, Pri.LOW]), repr(Pri.LOW), str(Pri.LOW))

class S(StrEnum):
    A = auto()
    B = 'bee'
print(S.A, repr(S.B), S.A.upper(), f'{S.B:*^9}')
try:

    @unique
    class Bad(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
try:
    Color.RED = 3
except AttributeError as e:
    print(e)

@dataclass(order=True)
class Item:
    sort_index: int = field(init=False, repr=False)
    name: str
    price: float = 0.0
    tags: List[str] = field(default_factory=list)
    count: ClassVar[int] = 0

    def __post_init__(self):
        self.sort_index = int(self.price * 100)
        Item.count += 1
a, b = (Item('pen', 1.5, ['x']), Item('ink', 0.75))
print(a, b, a > b, asdict(a), astuple(b), replace(a, price=9.0), Item.count)
print([(f.name, f.type) for f in fields(Item)])

@dataclass(frozen=True, slots=True)
class Pt:
    x: int
    y: int = 0

    def __add__(self, o):
        return Pt(self.x + o.x, self.y + o.y)
p = Pt(1, 2)
try:
    p.x = 5
except FrozenInstanceError as e:
    print(type(e).__name__, e)
print(p + Pt(3), hash(p) == hash(Pt(1, 2)), {p: 1}, Pt.__slots__, Pt.__match_args__)

@dataclass
class K:
    a: int
    _: KW_ONLY
    b: InitVar[int] = 3
    c: int = 4

    def __post_init__(self, b):
        self.a += b
print(K(1, b=10), K(1, c=2))
try:
    K(1, 2)
except TypeError as e:
    print(e)
try:
    Item()
except TypeError as e:
    print(e)

class Emp(NamedTuple):
    name: str
    id: int = 3

    def up(self):
        return self.name.upper()
e = Emp('bob')
print(e, e.up(), e._replace(id=9), e._asdict(), Emp._fields, Emp._field_defaults)

class TD(TypedDict, total=False):
    x: int
print(TD(x=1), TD.__annotations__, TD.__total__)
T = TypeVar('T')

class Stack(Generic[T]):

    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, i: T) -> None:
        self.items.append(i)
s = Stack[int]()
s.push(1)
print(s.items, Stack[int], Optional[int], Union[int, str, None], Dict[str, Any])
print(Callable[[int], str], List[T], int | None, list[int])
match p:
    case Pt(x=1, y=yy):
        print('matched', yy)
try:

    @dataclass
    class Z:
        x: list = []
except ValueError as e:
    print(e)
import typing
print(typing.get_type_hints(Emp), typing.get_args(Dict[str, int]), typing.get_origin(List[int]))
