# isinstance, issubclass, type, attributes by name.
class A:
    x = 1
class B(A):
    pass
class C:
    pass
b = B()
print(isinstance(b, B), isinstance(b, A), isinstance(b, C), isinstance(b, (C, A)), isinstance(b, object), isinstance(5, (str, (float, int))), isinstance(B, type))
print(issubclass(B, A), issubclass(A, B), issubclass(B, (C, A)), issubclass(bool, int), issubclass(A, object), type(b) is B, type(b) == A)
print(isinstance(True, int), isinstance(1.0, int), isinstance('a', str), isinstance([], list), isinstance(None, type(None)), isinstance(len, type(len)))
print(getattr(b, 'x'), getattr(b, 'y', 'default'), hasattr(b, 'x'), hasattr(b, 'y'))
setattr(b, 'y', 5)
print(b.y, hasattr(A, 'y'), getattr(b, 'y'))
delattr(b, 'y')
print(hasattr(b, 'y'), vars(b), b.__dict__)
b.z = 1
print(vars(b), b.__class__, b.__class__.__name__, B.__bases__, B.__name__, type(B))
for f in (lambda: isinstance(1, 'int'), lambda: issubclass(5, int), lambda: getattr(b, 'nope'), lambda: delattr(b, 'nope'), lambda: isinstance(1, [int]), lambda: setattr(5, 'x', 1), lambda: issubclass(int, 5)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__ + ':', e)
