import sys


class Stand:
    x = 5

    def __getattr__(self, name):
        return name * 2


sys.modules[__name__] = Stand()
