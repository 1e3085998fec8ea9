# Special methods that are None, raise when they are bound, or call themselves without end.
import operator


class Blocked:
    __eq__ = __lt__ = __class_getitem__ = None


class Refusing:
    @property
    def __eq__(self):
        raise AttributeError("no")

    __hash__ = None


class Echo:
    pass


Echo.__repr__ = Echo.__str__


def nested(depth):
    result = str
    for _ in range(depth):
        result = (result,)
    return result


def show(function, *args):
    try:
        print(function(*args))
    except (TypeError, RecursionError) as error:
        print(type(error).__name__, error)


show(operator.eq, Blocked(), 1)
show(operator.eq, 1, Blocked())
show(operator.ne, Blocked(), 1)
show(operator.lt, Blocked(), Blocked())
show(operator.getitem, Blocked, int)
show(operator.eq, Refusing(), Refusing())
show(operator.ne, Refusing(), 1)
for function in str, repr, format:
    show(function, Echo())
show(isinstance, 1, nested(3000))
show(issubclass, int, nested(3000))
show(isinstance, 1, nested(300))
group = TypeError(1)
for _ in range(3000):
    group = ExceptionGroup("deep", [group])
show(group.split, TypeError)
show(group.subgroup, ValueError)


# What a pattern takes for a sequence or a mapping comes from any base.
from collections.abc import Mapping, Sequence  # noqa: E402


class Plain:
    pass


class Row(Plain, Sequence):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        if index:
            raise IndexError
        return "only"


class Table(Plain, Mapping):
    __len__ = Row.__len__

    def __iter__(self):
        yield "key"

    def __getitem__(self, key):
        return "value"


class Two(Row, dict):
    pass


for subject in Row(), Table(), Two():
    match subject:
        case [one]:
            print("sequence of", one)
        case {"key": value}:
            print("mapping to", value)
        case _:
            print("neither")
