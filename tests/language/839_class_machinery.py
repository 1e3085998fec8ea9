"""Metaclasses, descriptors, abstract classes, operators, cooperative inheritance."""
import abc, sys

class Meta(type):
    registry = {}

    def __new__(m, name, bases, ns, **kw):
        c = super().__new__(m, name, bases, ns)
        m.registry[name] = c
        c.opts = kw
        return c

    def __init__(c, name, bases, ns, **kw):
        super().__init__(name, bases, ns)

    def __call__(c, *a, **k):
        print('creating', c.__name__)
        return super().__call__(*a, **k)

    def __prepare__(name, bases, **kw):
        print('prepare', name, kw)
        return {}

    def __repr__(c):
        return f'<M {c.__name__}>'

    def __iter__(c):
        return iter(sorted(c.registry))

    def __len__(c):
        return 7

class A(metaclass=Meta, flag=1):
    pass

class B(A):

    def __init__(self, x):
        self.x = x
print(A(), A.opts, B(3).x, list(A), len(B), Meta.registry) if False else print(A.opts, B(3).x, list(A), len(B), Meta.registry)

class Typed:

    def __init__(self, t, default=None):
        self.t, self.default = (t, default)

    def __set_name__(self, o, n):
        self.n = '_' + n
        print('named', o.__name__, n)

    def __get__(self, i, o):
        return self if i is None else getattr(i, self.n, self.default)

    def __set__(self, i, v):
        if not isinstance(v, self.t):
            raise TypeError(f'{self.n[1:]} must be {self.t.__name__}, not {type(v).__name__}')
        setattr(i, self.n, v)

    def __delete__(self, i):
        delattr(i, self.n)

class P:
    name = Typed(str, '?')
    age = Typed(int)

    def __init__(self, n, a):
        self.name, self.age = (n, a)
p = P('x', 3)
print(p.name, p.age, vars(p))
del p.name
print(p.name)
try:
    p.age = 'y'
except TypeError as e:
    print(e)

class Shape(abc.ABC):

    @abc.abstractmethod
    def area(self):
        ...

    @property
    @abc.abstractmethod
    def name(self):
        ...

    def __init_subclass__(cls, /, kind='none', **k):
        super().__init_subclass__(**k)
        cls.kind = kind

    def __lt__(self, o):
        return self.area() < o.area()
try:
    Shape()
except TypeError as e:
    print(e)

class Sq(Shape, kind='sq'):
    name = 'sq'

    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s ** 2

    def __repr__(self):
        return f'Sq({self.s})'
print(sorted([Sq(3), Sq(1)]), Sq.kind, max(Sq(1), Sq(2)), Sq.__mro__, Sq.__abstractmethods__)
print(isinstance(Sq(1), Shape))

class Vec:
    __slots__ = ('x', 'y')

    def __init__(s, x, y):
        s.x, s.y = (x, y)

    def __add__(s, o):
        return Vec(s.x + o.x, s.y + o.y) if isinstance(o, Vec) else NotImplemented

    def __mul__(s, k):
        return Vec(s.x * k, s.y * k)
    __rmul__ = __mul__

    def __matmul__(s, o):
        return s.x * o.x + s.y * o.y

    def __neg__(s):
        return Vec(-s.x, -s.y)

    def __abs__(s):
        return (s.x ** 2 + s.y ** 2) ** 0.5

    def __iter__(s):
        yield from (s.x, s.y)

    def __getitem__(s, i):
        return (s.x, s.y)[i]

    def __eq__(s, o):
        return tuple(s) == tuple(o)

    def __bool__(s):
        return any(s)

    def __repr__(s):
        return 'Vec(%r, %r)' % (*s,)

    def __format__(s, spec):
        return f'({s.x:{spec}}, {s.y:{spec}})'

    def __contains__(s, v):
        return v in tuple(s)

    def __call__(s, *a):
        return a

    def __iadd__(s, o):
        s.x += o.x
        return s

    def __index__(s):
        return 5
v = Vec(1, 2)
w = v
w += Vec(10, 0)
print(v, w is v, 3 * v, v @ v, -v, abs(Vec(3, 4)), f'{v:.2f}', bool(Vec(0, 0)), 11 in v, [*v])
print(v[-1], v(1), 'abcdefgh'[v], hex(v))
for fn in (lambda: v + 1, lambda: v.z, lambda: {v: 1}, lambda: v < w, lambda: setattr(v, 'z', 1), lambda: v[5], lambda: len(v), lambda: Vec(1), lambda: v.__missing__):
    try:
        fn()
    except Exception as e:
        print(type(e).__name__, e)

class X:

    def m(self):
        return 'X'

class Y(X):

    def m(self):
        return 'Y' + super().m()

class Z(X):

    def m(self):
        return 'Z' + super().m()

class W(Y, Z):

    def m(self):
        return 'W' + super().m()

    def __getattr__(self, n):
        return f'dyn_{n}'

    def __dir__(self):
        return ['q']
print(W().m(), [c.__name__ for c in W.mro()], W().foo, dir(W()), hasattr(W(), 'bar'))
print(getattr(X(), 'no', 1))
try:
    type('Q', (X, Y), {})
except TypeError as e:
    print(e)
print(type('Dyn', (X,), {'a': 1})().a, callable(v), issubclass(W, X), type(W), W.__bases__)
print(W.__qualname__, 1)
