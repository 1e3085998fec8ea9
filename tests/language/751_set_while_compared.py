# Sets whose members' __eq__ changes them while they are searched: every operation ends, and an
# empty set stays empty.
from random import Random

random = Random(5)


class Member:
    def __init__(self, sets):
        self.sets = sets

    def __eq__(self, other):
        if random.randrange(4) == 0:
            random.choice(self.sets).clear()
        return bool(random.randrange(2))

    def __hash__(self):
        return random.randrange(2)


def subtract(a, b):
    a -= b


def intersect(a, b):
    a &= b


def unite(a, b):
    a |= b


def differ(a, b):
    a ^= b


operations = [subtract, intersect, unite, differ, lambda a, b: a == b, lambda a, b: a < b,
              lambda a, b: a - b, lambda a, b: a & b, lambda a, b: a | b, lambda a, b: a ^ b,
              lambda a, b: a.isdisjoint(b), lambda a, b: a.update(list(b))]
for operation in operations:
    for i in range(10):
        sets = [set(), set()]
        for one in sets:
            one.update(Member(sets) for j in range(random.randrange(12)))
        try:
            operation(*sets)
        except RuntimeError as error:
            print(error)
print(set(), len(set()), 0 in set())


class Emptying:
    def __init__(self, owner, equal):
        self.owner, self.equal = owner, equal

    def __eq__(self, other):
        self.owner.clear()
        return self.equal

    def __hash__(self):
        return 1


for equal in False, True:
    emptied = set()
    emptied.add(Emptying(emptied, equal))
    emptied.add(1)
    print(emptied, set(), frozenset())
