# typing.
from typing import *
T = TypeVar('T')
class Stack(Generic[T]):
    def __init__(self): self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s = Stack[int](); s.push(1); print(s.items, Stack[int], Optional[int], Union[int, str], List[Dict[str, int]], Callable[[int], str], Any, Tuple[int, ...], get_type_hints(Stack.push), Literal['a', 1])


class NT(NamedTuple):
    a: int
    b: str = 'q'
print(NT(1), NT(1)._fields)
@runtime_checkable
class Pr(Protocol):
    def meth(self): ...
class Im:
    def meth(self): pass
print(isinstance(Im(), Pr), isinstance(5, Pr), cast(int, 'a'), get_origin(List[int]), get_args(Dict[str, int]), list[T][int], dict[str, T].__parameters__)
class Movie(TypedDict):
    name: str
print(Movie(name='x'), Movie.__annotations__, Movie.__total__)
print(list[T], dict[str, list[T]][int])
try:
    list[int][str]
except TypeError as e:
    print(e)
try:
    dict[T, int][str, int]
except TypeError as e:
    print(e)
