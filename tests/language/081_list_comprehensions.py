# List comprehensions: conditions, nesting, scope.
print([x * x for x in range(6)], [x for x in range(10) if x % 2], [x for x in range(30) if x % 2 if x % 3 == 0])
print([(x, y) for x in range(3) for y in range(x)], [[x * y for y in range(3)] for x in range(3)], [y for x in [[1, 2], [3]] for y in x])
print([a + b for a, b in [(1, 2), (3, 4)]], [x if x > 1 else -x for x in range(4)], [i for i in 'abc'], [*[x for x in range(2)], 5])
x = 'outer'
print([x for x in range(3)], x)
def f(n):
    return [n * i for i in range(n)]
print(f(3), [f(i) for i in range(4)])
print([lambda: i for i in range(2)][0](), [len(w) for w in 'a bb ccc'.split()], [[i, j] for i, *j in ['abc', 'de']])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [sum(r) for r in matrix], list(zip(*matrix)))
def g():
    n = 10
    def h():
        return [n + i for i in range(3)]
    return h()
print(g(), [i for i in [j for j in range(3)]], [k for k in {1: 2}], [v for v in (w for w in 'xy')])
try:
    [1 / i for i in (1, 0)]
except ZeroDivisionError as e:
    print(e)
print([(i, j, k) for i in range(2) for j in range(2) if i != j for k in range(2) if k])
