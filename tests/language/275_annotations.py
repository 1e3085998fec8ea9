# Parameterized classes and unions.
def f(x: list[int], y: int | None = None, *a: 'str', z: dict[str, list[int]] | None = None) -> tuple[int, ...]: return (1,)
print(f.__annotations__, f(1))
print(list[int], dict[str, int], int | None, None | int, int | str | int, list[int] | None, tuple[()], type[int])
print(list[int] == list[int], (int | str) == (str | int), hash(list[int]) == hash(list[int]), isinstance(1, int | str), isinstance(None, int | None), isinstance('a', int | None), issubclass(bool, int | str))
print(list[int]([1, 2]), list[int].__origin__, list[int].__args__, (int | None).__args__, list[int].append)
for e in ('int | 5', 'isinstance([], list[int])', 'int[0]', 'isinstance(1, 5)', '5 | int'):
    try: print(eval(e))
    except TypeError as x: print(e, x)
class A(list[int]): pass
print(A([1]), A.__mro__)
class B:
    x: int = 5
    y: list[str]
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(B.__annotations__, B[5], B | None, type(int | str), type(list[int]))
