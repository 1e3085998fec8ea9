# What abc.ABCMeta stands on: abstract methods, registration, the caches of both questions.
from _abc import (_abc_init, _abc_instancecheck, _abc_register, _abc_subclasscheck, _reset_caches,
                  get_cache_token)

class Meta(type):
    def __new__(mcls, name, bases, namespace):
        cls = super().__new__(mcls, name, bases, namespace)
        _abc_init(cls)
        return cls
    def register(cls, subclass):
        return _abc_register(cls, subclass)
    def __instancecheck__(cls, instance):
        return _abc_instancecheck(cls, instance)
    def __subclasscheck__(cls, subclass):
        return _abc_subclasscheck(cls, subclass)

def abstract(function):
    function.__isabstractmethod__ = True
    return function

class A(metaclass=Meta):
    @abstract
    def f(self): ...
    @abstract
    def g(self): ...
    def h(self):
        return 'h'
class B(A):
    def f(self):
        return 'f'
class C(B):
    g = 5
for cls in (A, B, C):
    try:
        print(sorted(cls.__abstractmethods__), cls().h())
    except TypeError as e:
        print(e)
class D(C):
    def __init__(self, x):
        self.x = x
print(D(3).x, D(4).f(), isinstance(D(1), A), issubclass(D, A), issubclass(int, A))

class Other:
    pass
before = get_cache_token()
print(issubclass(Other, A), A.register(Other) is Other, issubclass(Other, A), isinstance(Other(), A))
print(get_cache_token() - before, A.register(Other) is Other, get_cache_token() - before)
class Below(Other):
    pass
print(issubclass(Below, A), isinstance(Below(), A), issubclass(Other, B))
for action in (lambda: A.register(5), lambda: B.register(A), lambda: issubclass(5, A)):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)
class Quacks(metaclass=Meta):
    @classmethod
    def __subclasshook__(cls, subclass):
        return True if hasattr(subclass, 'quack') else NotImplemented
class Duck:
    def quack(self): ...
print(issubclass(Duck, Quacks), isinstance(Duck(), Quacks), issubclass(list, Quacks), isinstance([], Quacks))
Quacks.register(list)
print(issubclass(list, Quacks), isinstance([], Quacks), isinstance((), Quacks))
_reset_caches(Quacks)
print(issubclass(list, Quacks), isinstance(Duck(), Quacks))
A.__abstractmethods__ = frozenset()
print(A().h())
try:
    del int.__abstractmethods__
except (AttributeError, TypeError) as e:
    print(type(e).__name__)
class Sequence(metaclass=Meta):
    __abc_tpflags__ = 1 << 5
    def __init__(self, *items):
        self.items = items
    def __len__(self):
        return len(self.items)
    def __getitem__(self, index):
        return self.items[index]
class Registered:
    def __len__(self):
        return 2
    def __getitem__(self, index):
        return 'xy'[index]
Sequence.register(Registered)
for subject in (Sequence(1, 2, 3), Registered()):
    match subject:
        case [first, *rest]:
            print(first, rest)
