# __del__: called once, parents before what they refer to, rings too, and objects may come back.
import gc


class Noisy:
    def __init__(self, name, child=None):
        self.name = name
        self.child = child

    def __del__(self):
        print("end of", self.name)


def alone():
    Noisy("alone")


def chain():
    Noisy("parent", Noisy("child", Noisy("grandchild")))


def ring():
    first = Noisy("first")
    second = Noisy("second", first)
    first.child = second


class Back(list):
    kept = []

    def __del__(self):
        print("back again with", list(self))
        Back.kept.append(self)


def comes_back():
    Back([1, 2])


def fails():
    class Broken:
        def __del__(self):
            raise ValueError("on purpose")

    Broken()


for act in alone, chain, ring, comes_back:
    act()
    gc.collect()
print(Back.kept)
Back.kept.clear()
gc.collect()
print("not twice")
import sys


class Text:
    text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


error, sys.stderr = sys.stderr, Text()
fails()
gc.collect()
error, sys.stderr = sys.stderr, error
for line in error.text.splitlines():
    print("|", line.split("0x")[0].replace(__file__, "FILE"))
late = Noisy("late")
print("done")
