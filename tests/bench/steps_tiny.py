"""A little of everything that handlers do, for the tests of the steps."""


class Point:
    def __init__(self, x):
        self.x = x

    def step(self, n):
        self.x = self.x + n
        return self.x


def work(count):
    point = Point(0)
    total = 0.5
    values = [1, 2, 3]
    for i in range(count):
        values[i % 3] = point.step(i * 1000) & 65535
        if values[0] < 7 or i != 5:
            total = total * 0.5 + values[1]
    return total


print(work(1500))
