# type(): what it refuses; __set_name__, __init_subclass__, cells, metaclass conflicts.
def attempt(text):
    try:
        exec(text, globals())
    except Exception as error:
        print(type(error).__name__, error, "|", error.__cause__)


class Meta(type):
    pass


class Other(type):
    pass


class WithMeta(metaclass=Meta):
    pass


class Bad:
    def __set_name__(self, owner, name):
        raise ValueError(name)


class Entries:
    def __mro_entries__(self, bases):
        print("entries", len(bases))
        return (WithMeta,)


class Quiet:
    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = tag


for text in (
    "type()", "type(1, 2)", "type('a', (), {}, 1)", "type(1, (), {})", "type('a', [], {})", "type('a', (), [])", "type('a\\0', (), {})",
    "type('A', (1,), {})", "type('A', (Entries(),), {})", "type('A', (int, str), {})", "type('A', (int, int), {})", "type('A', (bool,), {})",
    "type('A', (type(None),), {})", "type('A', (object, int), {})", "type('A', (), {'__qualname__': 1})", "type('A', (), {'__classcell__': 1})",
    "type('A', (), {}, k=1)", "class A(k=1): pass", "class A(WithMeta, metaclass=Other): pass", "class A:\n    x = Bad()",
    "class A(Entries()): print('body')\nprint(A.__bases__, type(A), A.__orig_bases__ is not None)", "class A(Quiet, tag=3): pass\nprint(A.tag)",
    "class A(Quiet, other=3): pass", "class A(metaclass=lambda *a: print(a[:2])): pass\nprint(A)", "class A(metaclass=1): pass",
    "Meta.__new__(Meta)", "Meta.__new__(Meta, 'a', (), 1)", "type.__new__(int, 'a', (), {})", "type.__new__()", "type.__new__(1)",
    "type.__init__(WithMeta)", "type.__init__(WithMeta, 1, 2, 3)", "type.__init__(WithMeta, 1, k=2)",
):
    attempt(text)


class Prepared(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        print("prepare", name, kwargs)
        return Log()

    def __new__(mcs, name, bases, namespace, **kwargs):
        print("new", type(namespace).__name__, kwargs)
        return super().__new__(mcs, name, bases, dict(namespace))

    def __init__(cls, name, bases, namespace, **kwargs):
        print("init", cls.__name__)
        super().__init__(name, bases, namespace)


class Log(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


class Body(metaclass=Prepared, flag=1):
    a = 1
    b = a + 1

    def m(self):
        return __class__


print(Body().m() is Body, Body.b)


class NoCell(type):
    def __new__(mcs, name, bases, namespace):
        namespace.pop("__classcell__", None)
        return super().__new__(mcs, name, bases, namespace)


class WrongCell(type):
    def __new__(mcs, name, bases, namespace):
        super().__new__(mcs, name, bases, dict(namespace))
        namespace.pop("__classcell__", None)
        return super().__new__(mcs, name, bases, namespace)


for meta in "NoCell", "WrongCell":
    attempt("class A(metaclass=%s):\n    def f(self): return __class__" % meta)


class Reversed(type):
    def mro(cls):
        return [cls, object] if cls.__name__ == "Short" else super().mro()


class Long(metaclass=Reversed):
    x = 1


class Short(Long):
    pass


print(Short.__mro__, hasattr(Short, "x"), Long.mro(), issubclass(Short, Long))
