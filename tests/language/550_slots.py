# __slots__: what it refuses, inheritance, __dict__ and __weakref__, private names.
def attempt(text):
    try:
        exec(text, globals())
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("fine:", text.splitlines()[0])


for text in (
    "class A: __slots__ = 1",
    "class A: __slots__ = [1]",
    "class A: __slots__ = 'a b'",
    "class A:\n    __slots__ = 'x'\n    x = 1",
    "class A(int): __slots__ = 'x'",
    "class A(tuple): __slots__ = ()",
    "class A(bytes): __slots__ = 'x'",
    "class A: __slots__ = '__dict__', '__dict__'",
    "class A: __slots__ = '__weakref__', '__weakref__'",
    "class B: pass\nclass A(B): __slots__ = '__dict__'",
    "class B: pass\nclass A(B): __slots__ = '__weakref__'",
    "class A: __slots__ = 'x'\nclass B: __slots__ = 'y'\nclass C(A, B): pass",
    "class A: __slots__ = ()\nclass B: __slots__ = 'y'\nclass C(A, B): pass",
    "class A(list): __slots__ = 'x'\nclass B(dict): pass\nclass C(A, B): pass",
    "class A(list): __slots__ = 'x'\nclass C(A, list): __slots__ = 'y'",
):
    attempt(text)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Named(Point):
    __slots__ = "name"


class Open(Point):
    pass


p, n, o = Point(1, 2), Named(3, 4), Open(5, 6)
n.name = "n"
o.z = 7
print(p.x, p.y, n.x, n.y, n.name, o.x, o.y, o.z, o.__dict__, Point.x, repr(Named.name))
o.__dict__ = {"x": "hidden", "w": 1}
print(o.x, o.w, o.__dict__, hasattr(o, "z"), vars(o))
for text in "p.z = 1", "p.__dict__", "del p.x; p.x", "del p.x", "n.z = 1", "Point.x.__get__(1)", "Point.x.__set__(1, 2)", "Named.name.__get__(p)":
    attempt(text)
print(Point.x.__get__(None, Point) is Point.x, Point.x.__name__, Point.x.__objclass__, Point.x.__qualname__)
print([name for name in dir(n) if name[0] != "_"], Point.__slots__, hasattr(p, "__weakref__"), hasattr(o, "__weakref__"))


class Private:
    __slots__ = ("__a", "_b", "__c__")

    def __init__(self):
        self.__a = 1
        self._b = 2


q = Private()
print(q._Private__a, q._b, sorted(k for k in Private.__dict__ if "a" in k[-3:] or "b" in k[-3:] or "c__" in k))


class WithDict:
    __slots__ = ("a", "__dict__")


w = WithDict()
w.a = 1
w.b = 2
print(w.__dict__, w.a, w.b, hasattr(w, "__weakref__"))
for i in range(80):
    setattr(w, "k%d" % i, i)
print(len(w.__dict__), w.a, w.k79)
del w.a
attempt("w.a")


class MyList(list):
    __slots__ = ("tag",)


m = MyList([1])
m.tag = "t"
print(m, m.tag, hasattr(m, "__dict__"))
attempt("m.other = 1")
