# Operations in C count against the recursion limit as frames do; async for keeps its list's type.
import sys


class Endless:
    def __eq__(self, other):
        global depth
        depth += 1
        return self == other

    def __add__(self, other):
        global depth
        depth += 1
        return self + other


def report(operation):
    global depth
    depth = 0
    try:
        operation()
    except RecursionError as error:
        print(depth, error)


def one_deeper(operation):
    operation()


report(lambda: Endless() == 1)
report(lambda: one_deeper(lambda: Endless() == 1))
report(lambda: Endless() + 1)


class Limited:
    def __eq__(self, other):
        sys.setrecursionlimit(200)
        return True


print(Limited() == 1)
report(lambda: Endless() == 1)
report(lambda: Endless() + 1)
sys.setrecursionlimit(1000)
report(lambda: Endless() == 1)


async def over(iterables):
    for iterable in range(3):
        try:
            if iterable == 0:
                async for item in [1, 2]:
                    pass
            elif iterable == 1:
                async for item in {1, 2}:
                    pass
            else:
                print([item async for item in [1, 2]])
        except TypeError as error:
            print(error)


try:
    over(3).send(None)
except StopIteration:
    print('done')
