# importlib, CPython's own, on top of our import.
import sys
sys.path.insert(0, 'modules')
import importlib
deep = importlib.import_module('parcel.inner.deep')
print(deep.__name__, deep is sys.modules['parcel.inner.deep'])
print(importlib.import_module('.first', 'parcel').__name__, importlib.import_module('..first', 'parcel.inner').__name__)
for name, package in (('nowhere', None), ('.first', None), ('....x', 'parcel'), ('', None), ('parcel.nowhere', None)):
    try:
        importlib.import_module(name, package)
    except Exception as e:
        print(type(e).__name__, e)
import reloaded
print(reloaded.runs)
print(importlib.reload(reloaded) is reloaded, reloaded.runs, sys.modules['reloaded'] is reloaded)
reloaded.extra = 1
importlib.reload(reloaded)
print(reloaded.runs, reloaded.extra)
try:
    importlib.reload(3)
except TypeError as e:
    print(e)
del sys.modules['reloaded']
try:
    importlib.reload(reloaded)
except ImportError as e:
    print(e)
import reloaded as again
print(again is reloaded, again.runs)
print(importlib.__import__('parcel.first').__name__)
importlib.invalidate_caches()
