# enum.
from enum import *
class Color(Enum):
    RED = 1; GREEN = 2; BLUE = auto()
print(list(Color), Color.RED, repr(Color.BLUE), Color(2), Color['RED'], Color.RED.name, Color.RED.value, Color.RED is Color(1), Color.RED in Color)
class Fl(Flag):
    A = 1; B = 2; C = 4
print(Fl.A | Fl.B, Fl.A & Fl.B, ~Fl.A, Fl(7), repr(Fl.A | Fl.C), bool(Fl.A & Fl.B), list(Fl.A | Fl.B))
class I(IntEnum):
    X = 10
print(I.X + 1, I.X == 10, f'{I.X}', [1,2,3,4,5,6,7,8,9,10,11][I.X])
class S(StrEnum):
    P = auto()
print(S.P, S.P.upper())
try: Color(9)
except ValueError as e: print(e)
try: Color.RED = 5
except AttributeError as e: print(e)
@unique
class U(Enum):
    A = 1
class Planet(Enum):
    EARTH = (1, 2)
    def __init__(self, m, r): self.m = m; self.r = r
    @property
    def g(self): return self.m / self.r
print(Planet.EARTH.g, Planet.EARTH)
