"""What stands in for a base class: __mro_entries__ of an instance's class, of the object itself, of a function."""
from typing import NamedTuple


class Reading(NamedTuple):
    sensor: str
    value: float = 0.0

    def scaled(self, factor):
        return self._replace(value=self.value * factor)


print(Reading('a', 2.0).scaled(3), Reading._fields, Reading.__bases__, Reading.__orig_bases__ == (NamedTuple,))


class Base:
    pass


def stand_in():
    pass


stand_in.__mro_entries__ = lambda bases: (Base,)


class Derived(stand_in):
    pass


print(Derived.__bases__, Derived.__orig_bases__ == (stand_in,))


class Placeholder:
    pass


own = Placeholder()
own.__mro_entries__ = lambda bases: (Base, Reading)


class Both(own):
    pass


print(Both.__bases__, Both('s'))
for bases in ((stand_in,), (own,), (3,)):
    try:
        print(type('Made', bases, {}))
    except TypeError as error:
        print(error)
own.__mro_entries__ = lambda bases: [Base]
try:
    class Wrong(own):
        pass
except TypeError as error:
    print(error)
