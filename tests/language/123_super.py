# super() in methods, in __init__, in class methods, in special methods.
class A:
    def __init__(self, a):
        self.a = a
    def f(self):
        return ['A']
    @classmethod
    def make(cls):
        return cls.__name__
    def __repr__(self):
        return 'A(%r)' % self.a
    def __eq__(self, other):
        return self.a == other.a
class B(A):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
    def f(self):
        return ['B'] + super().f()
    @classmethod
    def make(cls):
        return 'B.' + super().make()
    def __repr__(self):
        return 'B<' + super().__repr__() + '>'
class C(B):
    def f(self):
        return ['C'] + super().f()
    def g(self):
        return super(C, self).f(), super(B, self).f()
    def nested(self):
        def inner():
            return super(C, self).f()
        return inner(), [super(C, self).f() for _ in range(1)]
    def __eq__(self, other):
        return super().__eq__(other) and self.b == other.b
c = C(1, 2)
print(c, c.f(), c.g(), c.make(), C.make(), c.nested(), c.a, c.b, c == C(1, 2), c == C(1, 3))
class D(C):
    def h(self):
        return super().a if hasattr(super(), 'a') else 'no instance attributes through super'
print(D(1, 2).h(), D(1, 2).f())
try:
    super().x
except RuntimeError as e:
    print(e)
class E(A):
    def f(self):
        return super().missing
try:
    E(1).f()
except AttributeError as e:
    print(e)
class F:
    def __init__(self):
        super().__init__()
        self.ok = True
print(F().ok)
