# Classes, closures, exceptions and generators, with every allocation failing once.
class Shape:
    def __init__(self, name, sides):
        self.name = name
        self.sides = sides

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r})'


class Square(Shape):
    def __init__(self):
        super().__init__('square', 4)


def counter():
    n = 0

    def up(by=1, *rest, **more):
        nonlocal n
        n += by + len(rest) + len(more)
        return n
    return up


def pairs(items):
    for item in items:
        yield item, item.sides


up = counter()
print([up(), up(2), up(1, 2, x=3)], dict(pairs([Shape('triangle', 3)])), Square())
try:
    {}['missing']
except KeyError as error:
    print('no', error)
