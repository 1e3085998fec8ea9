# What is asked for its length when it is turned to a list, and refusals of keys and of counts.
def show(function, *args, **names):
    try:
        print(function(*args, **names))
    except (TypeError, RuntimeError, OverflowError) as error:
        print(type(error).__name__ + ":", error)


class BadLength:
    def __iter__(self):
        return iter(["a", "b"])

    def __len__(self):
        raise RuntimeError("no length")


class BadIteration:
    def __iter__(self):
        raise TypeError("no iteration")


def assign(items, where, value):
    items[where] = value
    return items


def named(**names):
    return names


show(list, BadLength())
show(tuple, BadLength())
show([].extend, BadLength())
show("-".join, BadLength())
show(assign, [1, 2], slice(0, 1), BadLength())
for value in BadIteration(), 5:
    show("-".join, value)
    show(lambda: 1 in value)
    show(assign, [1, 2], slice(0, 1), value)
    show(assign, [1, 2], slice(None, None, 2), value)
show(lambda: named(**{1: 3}, **{1: 5}))
show(lambda: named(**{1: 3}, **{"a": 5}))
show([2, 1].sort, reverse=2**70)
show([2, 1].sort, reverse="a")
