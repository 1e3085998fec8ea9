# Iterators taken apart and put together: __reduce__, __setstate__ and __length_hint__.
import collections
import itertools
import operator


def show(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__ + ":", error)


class Weird:
    lengths = [3]

    def __len__(self):
        return self.lengths.pop()

    def __getitem__(self, index):
        return index


for numbers in range(5), range(10, 0, -3), range(2**70, 2**70 + 3), range(-2**63, 2**63 - 1, 2**61):
    for steps in range(3):
        iterator = iter(numbers)
        for i in range(steps):
            next(iterator)
        print(iterator.__reduce__())
        for state in 0, 1, -5, 2, 2**40:
            iterator.__setstate__(state)
            print(state, iterator.__reduce__()[2], operator.length_hint(iterator))
            print(next(iterator, "over"))
        for state in "a", None:
            show(iterator.__setstate__, state)

for iterator in [iter([1, 2]), iter((1, 2)), reversed([1, 2]), reversed((1, 2)), iter("ab"),
                 iter(b"ab"), itertools.islice([1, 2], 2), iter(Weird())]:
    for state in 1, "a", 1.5, 2**80:
        show(iterator.__setstate__, state)
    show(next, iterator)

iterator = reversed(Weird())
show(operator.length_hint, iterator)
iterator = itertools.cycle("abc")
for state in [[], 0], (), ([],), ((), 0), ([], "x"), (["q"], 1):
    show(iterator.__setstate__, state)
show(itertools.permutations([1]).__setstate__, 1)
show(itertools.permutations([1]).__setstate__, (1,))


class NoIteration(collections.deque):
    def __iter__(self):
        raise TypeError("not this one")


show(NoIteration("ab").__reduce__)


class Flag:
    def __index__(self):
        return True


show(operator.index, Flag())
show(getattr, Flag(), type("Text", (str,), {})("__index__").upper())
