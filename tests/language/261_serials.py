# What would be an address elsewhere: the same in every build and in every run.
class Thing:
    pass


a, b = Thing(), Thing()
print(id(1), id(2) - id(1), id(1.5) == id(1.5), id(True) == id(True))
print(id(b) - id(a), id(a) == id(a), hash(a) == hash(a), hash(a) == id(a))
print(a, [b], Thing().__init__.__name__)
print(hash(1), hash(1.5), hash('text'), hash((1, 'a')), hash(frozenset([1, 2])))
print({1, 'one', 1.5, None, (1,), a} == {a, (1,), None, 1.5, 'one', 1})
print(a is a, a is b, 1000 is 1000, 1.5 is 1.5, 2 ** 70 is 2 ** 70, () is ())
