# Packages, cache files, frames and code objects, with every allocation failing once.
import sys
sys.path.insert(0, sys.path[0] + '/modules')
import parcel.inner.deep
from parcel import *
try:
    import parcel.nothing
except ImportError as e:
    print(e)
try:
    from parcel import absent
except ImportError as e:
    print(e.name)


def f(a, b=2):
    c = [a, b]
    return sys._getframe().f_locals['c'], sys._getframe(1).f_code.co_name


print(f(1), f.__code__.co_varnames, len(list(f.__code__.co_positions())) > 3)
print(f.__code__.replace(co_name='g').co_name, f.__code__ == f.__code__.replace())
try:
    f(1, 2, 3)
except TypeError as e:
    print(e)
