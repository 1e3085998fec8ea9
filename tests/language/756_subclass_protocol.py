# Which of a subclass's own methods the built-in containers ask, and what is no sequence.
import bisect
import collections


def show(function, *args, **names):
    try:
        print(function(*args, **names))
    except (TypeError, KeyError) as error:
        print(type(error).__name__ + ":", error)


class Letters(set):
    def __iter__(self):
        return iter("xy")


class Missing(dict):
    def __missing__(self, key):
        return key + 1


letters = Letters([1, 2])
show({1}.isdisjoint, letters)
show({1}.isdisjoint, {1})
show(sorted, {1}.union(letters))
show(bisect.bisect, {1: 2}, 1)
show(bisect.bisect, Missing(a=1), 1)
show(bisect.bisect, {1}, 1)
show(zip, [1], strict=True, other=2)
hashed = []


class Counting(int):
    def __hash__(self):
        hashed.append(int(self))
        return int(self)


keys = dict.fromkeys(map(Counting, range(3)))
for made in set(keys), frozenset(keys), keys:
    print(dict.fromkeys(made, 5), hashed)
