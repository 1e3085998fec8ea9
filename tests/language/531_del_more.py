# __del__ found by the class: inherited, given later, on subclasses of built-in types, at the end.
import gc


class Base:
    def __del__(self):
        print("del", type(self).__name__)


class Child(Base):
    pass


class Super(Base):
    def __del__(self):
        super().__del__()
        print("and super")


class Slotted(Base):
    __slots__ = ("a",)


class MyList(list, Base):
    pass


class MyDict(dict):
    def __del__(self):
        print("dict of", len(self))


class MyInt(int):
    def __del__(self):
        print("int", int(self))


class Made(Base):
    def __new__(cls, *args):
        print("new", args)
        return super().__new__(cls)

    def __init__(self, *args):
        pass


def use(make):
    make()


for make in Child, Super, Slotted, lambda: MyList([1]), lambda: MyDict(a=1), lambda: MyInt(7), lambda: Made(1, 2):
    use(make)
    gc.collect()


class Holder:
    pass


def hold():
    holder = Holder()
    holder.items = [Child(), {"k": Child()}]
    holder.me = holder


hold()
gc.collect()
print("weak point passed")
x = Child()
del x
gc.collect()


def failing():
    try:
        raise KeyError(Child())
    except KeyError as e:
        print("caught")


failing()
gc.collect()
print("end")
