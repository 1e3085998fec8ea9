# Functions, methods and cells made by calling their types.
Function, Method = type(lambda: 0), type(type("C", (), {"m": lambda self: 0})().m)
def outer(n):
    def inner(a, b=2): return a, b, n, g
    return inner
inner = outer(5)
Cell, Code = type(inner.__closure__[0]), type(inner.__code__)
g = 'module g'
plain = (lambda x, y: (x, y, g)).__code__
print(Function(plain, globals())(1, 2), Function(plain, {'g': 'other'}, 'named', (8, 9))(), Function(plain, {}, argdefs=(1,)).__defaults__)
made = Function(inner.__code__, {'g': 1}, None, (7,), (Cell('cell'),)); print(made(0), made.__name__, made.__qualname__, made.__module__)
print(Function(code=plain, globals={'__name__': 'mod'}, name='n').__module__, Function(plain, {}, 'n').__doc__)
for args in ((), (1,), (plain,), (plain, 1), (1, {}), (plain, {}, 5), (plain, {}, 'n', [1]), (plain, {}, 'n', (), (Cell(),)), (plain, {}, None, None, 5),
             (inner.__code__, {}), (inner.__code__, {}, None, None, 5), (inner.__code__, {}, None, None, ()), (inner.__code__, {}, None, None, (1,)),
             (inner.__code__, {}, None, None, (Cell(), Cell()))):
    try: print(Function(*args).__name__)
    except Exception as e: print(type(e).__name__, e)
m = Method(lambda self, x: (self, x), 5); print(m(6), m.__self__, m.__func__(1, 2))
print(Method(len, 'abc')(), Method(m, 7).__self__)
for args in ((), (1, 2), (len,), (len, None), (len, 1, 2)):
    try: Method(*args)
    except TypeError as e: print(e)
c = Cell(); e = Cell(1)
try: c.cell_contents
except ValueError as error: print(error)
c.cell_contents = 5; print(c.cell_contents, c == Cell(5), c < Cell(6), Cell() < c, Cell() == Cell(), c != e)
del c.cell_contents
try: c.cell_contents
except ValueError as error: print(error)
for bad in (lambda: Cell(1, 2), lambda: hash(Cell()), lambda: Cell(1) < Cell('a'), lambda: Cell(x=1), lambda: Cell() < 5):
    try: print(bad())
    except TypeError as error: print(error)
print(repr(Cell()).split(' at ')[0], repr(Cell()).endswith(': empty>'), ': int object at ' in repr(Cell(5)))
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
up = counter(); up(); up.__closure__[0].cell_contents = 40; print(up())
def unset():
    def get(): return later
    cell = get.__closure__[0]
    try: cell.cell_contents
    except ValueError as error: print(error)
    later = 3
    return cell.cell_contents, get()
print(unset())
