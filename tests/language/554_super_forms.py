# super in all its forms.
class A:
    name = "A"

    def f(self):
        return "A.f"

    @classmethod
    def c(cls):
        return "A.c " + cls.__name__

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"


class B(A):
    name = "B"

    def f(self):
        return "B.f " + super().f() + " " + super(B, self).f()

    @classmethod
    def c(cls):
        return "B.c " + super().c()

    @property
    def p(self):
        return "B.p " + super().p

    bound = None


class C(B):
    def f(self):
        return "C.f " + super().f()


B.bound = super(B)
c = C()
print(c.f(), C.c(), c.c(), c.p, super(B, c).name, super(B, C).c(), super(C, c).s())
s = super(B, c)
print(s, s.__self__ is c, s.__thisclass__, s.__self_class__, s.__class__, super(B), super(B).__self__)
print(c.bound.f(), B.bound, super(B).__get__(c).f())


class Super(super):
    def hello(self):
        return "hello"


x = Super(B, c)
print(x.f(), x.hello(), type(x), x.__thisclass__)


def attempt(act):
    try:
        print(act())
    except Exception as error:
        print(type(error).__name__, error)


def free():
    return super()


def with_argument(self):
    return super()


class Late:
    def f(self):
        del self
        return super()

    def g(*args):
        return super().__init__()


class Proxy:
    def __init__(self, target):
        self.target = target

    @property
    def __class__(self):
        return type(self.target)


for act in (
    free, lambda: with_argument(1), Late().f, Late().g, lambda: super(1, 2), lambda: super(A, 1), lambda: super(B, A()), lambda: super(A, B, 3), lambda: super(a=1),
    lambda: super(B, c).missing, lambda: super(B, Proxy(c)).name, lambda: super(int, True).__add__(2),
):
    attempt(act)
s = super(B, c)
for text in "s.name = 1", "del s.name", "s.other = 1":
    try:
        exec(text)
    except AttributeError as error:
        print(error)
