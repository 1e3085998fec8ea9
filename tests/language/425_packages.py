# Packages: what an import binds, runs once and in which order, and what modules know of themselves.
import sys
sys.path.insert(0, 'modules')
import parcel
print(parcel.order, parcel.VALUE, parcel.shown())
print(parcel.__name__, parcel.__package__, [path[-15:] for path in parcel.__path__])
print(parcel.first.__name__, parcel.first.__package__, hasattr(parcel.first, '__path__'))
import parcel.inner.deep
print(parcel.inner.deep is sys.modules['parcel.inner.deep'], parcel.inner.__path__[0][-21:])
import parcel.inner.deep as bottom
from parcel.inner import deep
print(bottom is deep, bottom.__file__[-28:], parcel.__file__[-26:])
print(hasattr(parcel, 'third'))
from parcel import third
print(parcel.third is third, third.deepest is deep, parcel.order[-1])
spec = parcel.__spec__
print(spec.name, spec.parent, spec.has_location, spec.origin == parcel.__file__, type(spec).__name__)
print(spec.submodule_search_locations == parcel.__path__, type(spec.loader).__name__)
spec = deep.__spec__
print(spec.name, spec.parent, spec.submodule_search_locations, spec.loader is deep.__loader__)
print(deep.__loader__.name, deep.__loader__.path == deep.__file__)
print(__name__, __package__, __spec__, __file__[-14:])
print(sys.__name__, sys.__spec__.origin, sys.__spec__.has_location, repr(sys), sys.__package__ == '')
try:
    import parcel.bad
except ValueError as e:
    print(e, 'parcel.bad' in sys.modules, hasattr(parcel, 'bad'))
def inside():
    import parcel.second as second, parcel.inner
    return second.parcel is parcel, parcel.inner.__name__
parcel_outside = parcel
try:
    inside()
except UnboundLocalError as e:
    print(e)
print(__import__('parcel.inner.deep').__name__, __import__('parcel.inner', fromlist=['deep']).__name__)
print(__import__('inner.deep', {'__package__': 'parcel', '__spec__': None}, None, (), 1).__name__)
