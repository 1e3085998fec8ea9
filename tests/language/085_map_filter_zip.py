# map, filter, zip, enumerate, reversed, iter, next.
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(len, ['a', 'bb'])), list(map(int, '123')))
print(list(filter(None, [0, 1, '', 'a', None, []])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(str.isdigit, 'a1b2')))
print(list(zip([1, 2, 3], 'ab')), list(zip()), list(zip([1])), list(zip(range(2), 'ab', [5, 6])), dict(zip('ab', [1, 2])), list(zip(*[(1, 2), (3, 4)])))
print(list(enumerate('ab')), list(enumerate('ab', 5)), list(enumerate([], 1)), list(enumerate('x', start=-1)))
print(list(reversed([1, 2, 3])), ''.join(reversed('abc')), list(reversed(range(3))), list(reversed((1, 2))), list(reversed({'a': 1, 'b': 2})))
m = map(print, ['lazy'])
print('before')
list(m)
it = iter([1, 2])
print(next(it), next(it), next(it, 'default'))
try:
    next(it)
except StopIteration as e:
    print('stop', e.args)
values = iter([3, 1, 0, 5])
print(list(iter(lambda: next(values), 0)), list(values))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as e:
    print(e)
it = iter('abcdef')
print(list(zip(it, it)), iter(it) is it, list(map(max, [1, 5], [4, 2])))
z = zip([1, 2], [3])
print(next(z), next(z, 'end'), type(z).__name__, type(m).__name__)
