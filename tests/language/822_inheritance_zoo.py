"""An interpreter of shapes and expressions written with classes: visitors, templates, registries, mixers."""
import math


class Registry:
    classes = {}

    @classmethod
    def register(cls, name):
        def decorate(target):
            cls.classes[name] = target
            target.registered_name = name
            return target
        return decorate

    @classmethod
    def create(cls, text):
        name, *arguments = text.split()
        if name not in cls.classes:
            raise LookupError("no shape named " + name)
        return cls.classes[name](*map(float, arguments))


class Shape:
    instances = 0

    def __init__(self, *sizes):
        expected = self.parameters
        if len(sizes) != len(expected):
            raise TypeError("%s takes %s" % (type(self).__name__, ", ".join(expected) or "nothing"))
        for name, size in zip(expected, sizes):
            setattr(self, name, size)
        Shape.instances += 1

    parameters = ()

    def area(self):
        raise NotImplementedError(type(self).__name__ + ".area")

    def perimeter(self):
        raise NotImplementedError(type(self).__name__ + ".perimeter")

    def scaled(self, k):
        return type(self)(*[getattr(self, p) * k for p in self.parameters])

    def accept(self, visitor, *args):
        for cls in type(self).__mro__:
            method = getattr(visitor, "visit_" + cls.__name__.lower(), None)
            if method:
                return method(self, *args)
        raise TypeError("visitor cannot handle " + type(self).__name__)

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join("%g" % getattr(self, p) for p in self.parameters))

    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

    def __lt__(self, other):
        return self.area() < other.area()

    def __mul__(self, k):
        return self.scaled(k)

    __rmul__ = __mul__

    def __add__(self, other):
        return Group(self, other) if isinstance(other, Shape) else NotImplemented


@Registry.register("circle")
class Circle(Shape):
    parameters = ("radius",)

    def area(self):
        return math.pi * self.radius ** 2

    def perimeter(self):
        return 2 * math.pi * self.radius


@Registry.register("rect")
class Rectangle(Shape):
    parameters = ("width", "height")

    def area(self):
        return self.width * self.height

    def perimeter(self):
        return 2 * (self.width + self.height)


@Registry.register("square")
class Square(Rectangle):
    parameters = ("side",)

    def __init__(self, side):
        super().__init__(side)
        self.width = self.height = side


@Registry.register("triangle")
class Triangle(Shape):
    parameters = ("a", "b", "c")

    def __init__(self, *sides):
        super().__init__(*sides)
        if 2 * max(sides) >= sum(sides):
            Shape.instances -= 1
            raise ValueError("no triangle has the sides %g, %g, %g" % sides)

    def perimeter(self):
        return self.a + self.b + self.c

    def area(self):
        s = self.perimeter() / 2
        return math.sqrt(s * (s - self.a) * (s - self.b) * (s - self.c))


class Group(Shape):
    def __init__(self, *members):
        super().__init__()
        self.members = []
        for m in members:
            self.members.extend(m.members if isinstance(m, Group) else [m])

    def area(self):
        return sum(m.area() for m in self.members)

    def perimeter(self):
        return sum(m.perimeter() for m in self.members)

    def scaled(self, k):
        return Group(*[m * k for m in self.members])

    def __len__(self):
        return len(self.members)

    def __iter__(self):
        return iter(sorted(self.members))

    def __repr__(self):
        return " + ".join(map(repr, self.members))


class Describer:
    def __init__(self):
        self.depth = 0

    def visit_shape(self, shape):
        return "%s%s of area %.3f" % ("  " * self.depth, type(shape).__name__.lower(), shape.area())

    def visit_square(self, shape):
        return self.visit_shape(shape) + " (a square of side %g)" % shape.side

    def visit_group(self, group):
        lines = [self.visit_shape(group)]
        self.depth += 1
        try:
            lines.extend(m.accept(self) for m in group)
        finally:
            self.depth -= 1
        return "\n".join(lines)


class Corners:
    def visit_rectangle(self, shape, extra=0):
        return 4 + extra

    def visit_triangle(self, shape, extra=0):
        return 3 + extra

    def visit_group(self, group, extra=0):
        return sum(m.accept(self, extra) for m in group)


shapes = []
for line in ("circle 1", "rect 2 3.5", "square 2", "triangle 3 4 5", "circle", "blob 1", "rect 1", "triangle 1 1 5", "square x", "square 0.5"):
    try:
        shapes.append(Registry.create(line))
    except (TypeError, LookupError, ValueError) as e:
        print("%-15s %s: %s" % (line, type(e).__name__, e))
for s in sorted(shapes):
    print("%-20r area %8.4f perimeter %8.4f name %s" % (s, s.area(), s.perimeter(), s.registered_name))
print(Shape.instances, min(shapes), max(shapes), Square(2) == Square(2), Square(2) == Rectangle(2, 2), Square(2) != Square(3), 2 * Square(2) * 3)
group = shapes[1] + shapes[2] + (shapes[3] + Square(1))
print(group, len(group), group.scaled(2).area() / group.area(), [type(m).__name__ for m in group])
print(group.accept(Describer()))
print(group.accept(Corners()), group.accept(Corners(), 10), Square(1).accept(Corners()))
for f in (lambda: Circle(1).accept(Corners()), lambda: Shape().area(), lambda: Circle(1) + 1, lambda: Circle(1) < 5, lambda: (Circle(1) + Square(1)).accept(Corners())):
    try:
        print(f())
    except (TypeError, NotImplementedError, AttributeError) as e:
        print(type(e).__name__ + ":", e)
print([c.__name__ for c in Square.__mro__], issubclass(Square, Shape), isinstance(group, Shape), Registry.classes["square"] is Square, Square.registered_name, sorted(Registry.classes))


class Meter:
    def __init__(self, target):
        self.target = target
        self.counts = {}

    def __getattr__(self, name):
        value = getattr(self.target, name)
        if not callable(value):
            return value
        def counted(*args, **kwargs):
            self.counts[name] = self.counts.get(name, 0) + 1
            return value(*args, **kwargs)
        return counted


meter = Meter(Rectangle(3, 4))
print(meter.area(), meter.area(), meter.perimeter(), meter.width, meter.scaled(2), meter.counts)
