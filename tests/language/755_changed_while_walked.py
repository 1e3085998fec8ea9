# Containers that change while they are compared, searched, sorted or walked.
from collections import OrderedDict, deque


def show(function):
    try:
        print(function.__name__, function())
    except Exception as error:
        print(function.__name__, type(error).__name__ + ":", error)


class Emptying:
    def __init__(self, other, result=NotImplemented):
        self.other, self.result = other, result

    def __eq__(self, other):
        self.other.clear()
        return self.result

    def __hash__(self):
        return 1

    def __lt__(self, other):
        return "less"


@show
def compared_lists():
    one, two, three = [], [], [5]
    one.append(Emptying(two))
    two.append(Emptying(one))
    equal = one == two
    three.insert(0, Emptying(three, False))
    return equal, three == [1, 2], three < [1], three


@show
def searched_list():
    items = []
    items.extend([Emptying(items, False), 1])
    return 5 in items, items


@show
def removed():
    items = deque()
    items.extend([Emptying(items, True), 1])
    items.remove(5)


@show
def searched_dict():
    items = {}
    items[Emptying(items, False)] = 1
    return items.setdefault(1, 2), items


@show
def merged_dict():
    items, other = {}, {1: 1, 2: 2}
    items[Emptying(other, False)] = 1
    items.update(other)


for name in "keys", "values", "items":
    @show
    def walked_backward():
        items = {0: 0, 1: 1, 2: 2}
        iterator = reversed(getattr(items, name)())
        next(iterator)
        del items[0]
        items[7] = 1
        return type(iterator).__name__, list(iterator)


@show
def walked_ordered():
    items = OrderedDict(a=1, b=2)
    for key in items:
        items.clear()


@show
def walked_ordered_and_moved():
    items = OrderedDict(a=1, b=2)
    for key in items:
        items.move_to_end(key)


@show
def sorted_and_grown():
    items = [3, 2, 1]
    items.sort(key=lambda item: items.append(item) or item)
