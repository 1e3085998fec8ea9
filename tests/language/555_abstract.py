# Classes with abstract methods cannot be instantiated.
def abstract(function):
    function.__isabstractmethod__ = True
    return function


class Meta(type):
    def __new__(mcs, name, bases, namespace):
        cls = super().__new__(mcs, name, bases, namespace)
        names = {k for k, v in namespace.items() if getattr(v, "__isabstractmethod__", False)}
        for base in bases:
            for k in getattr(base, "__abstractmethods__", ()):
                if getattr(getattr(cls, k, None), "__isabstractmethod__", False):
                    names.add(k)
        cls.__abstractmethods__ = frozenset(names)
        return cls


class A(metaclass=Meta):
    def __init__(self, *args):
        self.args = args

    @abstract
    def f(self):
        pass

    @property
    @abstract
    def p(self):
        pass

    @classmethod
    @abstract
    def c(cls):
        pass

    @staticmethod
    @abstract
    def s():
        pass


class B(A):
    def f(self):
        return "f"


class C(B):
    p = c = s = None


for cls in A, B, C:
    try:
        print(cls(1).args, bool(cls.__flags__ & 1 << 20))
    except TypeError as error:
        print(error, bool(cls.__flags__ & 1 << 20))
B.__abstractmethods__ = {"one"}
try:
    B()
except TypeError as error:
    print(error)
B.__abstractmethods__ = ()
print(B(2).args)
del B.__abstractmethods__
for act in lambda: B.__abstractmethods__, lambda: type.__abstractmethods__, lambda: int.__abstractmethods__:
    try:
        print(act())
    except AttributeError as error:
        print(error)
print(A.__dict__["p"].__isabstractmethod__, A.__dict__["c"].__isabstractmethod__, A.__dict__["s"].__isabstractmethod__, property().__isabstractmethod__)
