# __repr__, __str__ and who uses which.
class R:
    def __repr__(self):
        return 'R()'
class S:
    def __str__(self):
        return 'S as str'
    def __repr__(self):
        return 'S()'
class Child(S):
    pass
r, s = R(), S()
print(r, s, [r, s], (s,), {s: r}, str(r), repr(s), '%s %r' % (s, s), f'{s} {s!r} {r!s}', '{} {!r}'.format(s, s), Child(), [Child()])
class Bad:
    def __repr__(self):
        return 5
    def __str__(self):
        return None
for f in (lambda: repr(Bad()), lambda: str(Bad()), lambda: '%s' % Bad(), lambda: [Bad()].__repr__(), lambda: f'{Bad()}'):
    try:
        f()
    except TypeError as e:
        print(e)
class Tree:
    def __init__(self, *children):
        self.children = children
    def __repr__(self):
        return 'Tree(%s)' % ', '.join(map(repr, self.children))
print(Tree(Tree(), Tree(Tree(), 1)), str(Tree('x')))
class Raises:
    def __repr__(self):
        raise ValueError('in repr')
try:
    print([Raises()])
except ValueError as e:
    print(e)
print(str(S), repr(S), S, str(type(S())), type(s).__name__)

