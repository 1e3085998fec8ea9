# Dict and set comprehensions.
print({x: x * x for x in range(4)}, {k: v for k, v in [('a', 1), ('b', 2)]}, {v: k for k, v in {'x': 1, 'y': 2}.items()})
print({c: 'hello'.count(c) for c in 'hello'}, {i: {j: i * j for j in range(2)} for i in range(2)}, {x % 3 for x in range(10)})
print({k: v for k, v in zip('abc', range(3)) if v}, {i: j for i in range(3) for j in range(i)}, {(i, i + 1) for i in range(2)} == {(0, 1), (1, 2)})
def invert(d):
    return {v: k for k, v in d.items()}
print(invert({'a': 1, 'b': 2}), {**{i: 0 for i in range(2)}, 5: 5})
def order(x):
    print(x, end=' ')
    return x
print({order(1): order(2), order(3): order(4)}, {order('k%d' % i): order(i) for i in range(2)})
words = ['apple', 'avocado', 'bean', 'carrot', 'celery']
print({w[0]: [v for v in words if v[0] == w[0]] for w in words}, {len(w) for w in words} == {5, 7, 4, 6})
try:
    {[]: 1 for _ in range(1)}
except TypeError as e:
    print(e)
try:
    {[] for _ in range(1)}
except TypeError as e:
    print(e)
