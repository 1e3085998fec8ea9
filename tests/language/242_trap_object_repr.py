# Trap: repr of functions, types and special objects, print's separators.
class A: pass
print(print, len, (lambda: 0).__name__, type(5), range(3), range(0, 9, 2), slice(1), ..., NotImplemented, [1, 'a', None], (1,), {}, [...].__class__)
a = [1]; a.append(a); print(a)
print(1, 'a', sep='-', end='!\n')
print(repr(A()).startswith('<__main__.A object at 0x'), repr(A)[:10], repr(A().__init__)[:30] != '', type(A()), A)
def f(): pass
print(repr(f).startswith('<function f at 0x'), repr((x for x in [])).startswith('<generator object <genexpr> at 0x'), repr([].append).startswith('<built-in method append of list object at 0x'))
import sys
print(repr(sys), type(f), type([].append), type(A().__eq__), repr(iter([]))[:23])
