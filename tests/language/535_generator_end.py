# A generator that nobody asks any more runs its finally blocks.
import gc


def numbers(name):
    try:
        yield 1
        yield 2
    finally:
        print("finally", name)


def managed():
    class Manager:
        def __enter__(self):
            print("enter")

        def __exit__(self, *args):
            print("exit", args[0].__name__)

    with Manager():
        yield 1


def use():
    for n in numbers("abandoned"):
        print(n)
        break


use()
gc.collect()
g = managed()
next(g)
del g
gc.collect()
never = numbers("never started")
del never
gc.collect()
done = numbers("done")
print(list(done))
del done
gc.collect()


def outer():
    try:
        yield from numbers("inner")
    finally:
        print("outer")


g = outer()
next(g)
del g
gc.collect()


def again():
    try:
        yield
    except GeneratorExit:
        print("asked to leave")
        raise


g = again()
next(g)
del g
gc.collect()
last = numbers("at the end of the program")
next(last)
print("end")
