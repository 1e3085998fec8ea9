# repr of nested and of self-containing things.
print([1, 'a', None, 2.5, True, (1,), {'k': [1]}, {1}, [], (), {}, set()])
a = [1]
a.append(a)
print(a)
d = {'k': 1}
d['self'] = d
print(d)
t = ([],)
t[0].append(t)
print(t)
b = [a, d]
print(b)
class Leaf:
    def __repr__(self):
        return 'Leaf'
    def __str__(self):
        return 'str of leaf'
print([Leaf()], (Leaf(), ), {Leaf(): Leaf()}, Leaf(), str([Leaf()]), '%s' % [Leaf()], f'{[Leaf()]}')
print(["it's", 'say "x"', '\n', '\xe9', 'a\\b'], {'\t': '\''}, ('',))
print({'a': {'b': {'c': {}}}}, [[[[]]]], (((),),), [{}, ()], {(): []}, {(1,): (2,)})
x = [[]]
x[0].append(x)
print(x, x[0])
