# yield from: values, send, throw, return values.
def inner():
    x = yield 1
    print('inner got', x)
    try:
        yield 2
    except ValueError as e:
        print('inner caught', e)
        yield 'recovered'
    return 'result'
def outer():
    r = yield from inner()
    print('result is', r)
    yield from [10, 20]
    yield from 'ab'
    return 'outer result'
o = outer()
print(next(o), o.send('sent'), o.throw(ValueError('thrown')), next(o), next(o), next(o), next(o))
try:
    next(o)
except StopIteration as e:
    print(e.value)
def flatten(x):
    for item in x:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item
print(list(flatten([1, [2, [3, [4]], 5], [[6]]])))
class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right
print(list(Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6))))
def close_inner():
    try:
        yield 1
    finally:
        print('inner closed')
def close_outer():
    try:
        yield from close_inner()
    finally:
        print('outer closed')
g = close_outer()
next(g)
g.close()
def bad():
    yield from 5
try:
    next(bad())
except TypeError as e:
    print(e)
def chain(*its):
    for it in its:
        yield from it
print(list(chain('ab', range(2), (x for x in [9]))))
def depth(n):
    if n:
        yield from depth(n - 1)
    yield n
print(list(depth(20)))
