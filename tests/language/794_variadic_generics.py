# list[T][int] where variables stand for many, and arguments that come unpacked.
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
S = TypeVar("S")
Ts = TypeVarTuple("Ts")
for alias in (tuple[*Ts][int], tuple[*Ts][()], tuple[*Ts][int, str], tuple[T, *Ts][int, str, bool],
              list[T][*tuple[int]], dict[T, S][*tuple[int, str]], dict[T, str][int],
              tuple[tuple[*Ts], T][int, str, bool], tuple[*Ts, T][*tuple[int, ...], str],
              tuple[*Ts][*Ts], (int | list[T])[str], tuple[list[T], *Ts][int]):
    print(alias, alias.__parameters__)
for alias, item in ((dict[T, S], int), (list[T], (int, str)), (list[int], str),
                    (tuple[T, *Ts], ())):
    try:
        print(alias[item])
    except TypeError as error:
        print(error)
print((int | str).__module__)
