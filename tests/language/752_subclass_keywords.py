# Subclasses of containers and iterators and arguments by name: whether __new__ or __init__ is
# overridden decides.
def show(label, function, *args, **names):
    try:
        made = function(*args, **names)
        print(label, type(made).__name__, sorted(made, key=str), getattr(made, "extra", None))
    except TypeError as error:
        print(label, "TypeError:", error)


cases = [(list, ([2, 1],)), (tuple, ([2, 1],)), (set, ([2, 1],)), (frozenset, ([2, 1],)),
         (zip, ([1, 2], "ab")), (map, (str, [1, 2])), (filter, (None, [0, 1])),
         (reversed, ((1, 2),))]
for base, args in cases:
    class Plain(base):
        pass

    class WithInit(base):
        def __init__(self, *args, extra=None):
            if base in (list, set):
                super().__init__(*args)
            self.extra = extra

    class WithNew(base):
        def __new__(cls, *args, extra=None):
            self = super().__new__(cls, *args)
            self.extra = extra
            return self

    for made in base, Plain, WithInit, WithNew:
        show(base.__name__, made, *args, extra=3)
    show(base.__name__, Plain, *args)
    show(base.__name__, Plain, *args, *args, *args)
