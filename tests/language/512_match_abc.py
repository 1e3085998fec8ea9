# Patterns and classes of collections.abc: what inherits or is registered is a mapping or a sequence.
import collections.abc
class M(collections.abc.Mapping):
    def __init__(self, **names): self.names = names
    def __getitem__(self, key): return self.names[key]
    def __iter__(self): return iter(self.names)
    def __len__(self): return len(self.names)
class S(collections.abc.Sequence):
    def __getitem__(self, index): return [1, 2, 3][index]
    def __len__(self): return 3
class Registered:
    def __getitem__(self, index): return [5][index]
    def __len__(self): return 1
class Child(Registered): pass
class Neither(Registered): pass
def which(value):
    match value:
        case {'k': x, **rest}: return 'mapping', x, rest
        case [a, *b]: return 'sequence', a, b
        case collections.abc.Sized(): return 'sized'
        case _: return 'nothing'
print(which(Registered()), which(Child()))
collections.abc.Sequence.register(Registered)
for value in (M(k=1, z=2), M(z=2), S(), Registered(), Child(), {1}, {}.keys(), range(2), memoryview(b'ab'), 'text', b'text', bytearray(b'x'), 5):
    print(type(value).__name__, which(value))
