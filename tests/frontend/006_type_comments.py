# type: ignore
import os  # type: ignore[import]
x = 1  # type: int
y = z = []  #type:List[int]  
for a in b:  # type: str
    pass
with open(a) as f, g:  # type: ignore
    pass
with open(a) as f, g:  # type: IO, IO
    pass
with (open(a)):  # type: IO
    pass
def one(a, b):  # type: (int, str) -> None
    pass
def two(a, b=1):
    # type: (int, str) -> None
    return a  # type: ignore (all of it)
def three(a,  # type: int
          b=2,  # type: str
          *c,  # type: float
          d,  # type: bytes
          e=3,  # type: complex
          **f  # type: object
          ):
    # type: (...) -> bool
    x.y = 2  # type: ignored
    x[0], y = 3, 4  # type:	Tuple[int, int]
async def four(a, /, b, # type: int
               *, c # type: str
               ):
    async for a in b:  # type: int
        pass
    async with a as b:  # type: int
        pass
    # type: ignore at the end
call(1,  # type: ignore
     2)
