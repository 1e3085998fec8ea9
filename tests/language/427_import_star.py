# from module import *: __all__ or every name without an underscore; a package's submodules, too.
import sys
sys.path.insert(0, 'modules')
def names_after(code):
    space = {}
    try:
        exec(code, space)
    except Exception as e:
        print(type(e).__name__, e)
    return sorted(name for name in space if name != '__builtins__')
print(names_after('from parcel import *'))
print(names_after('from parcel.first import *'))
print(names_after('from parcel.inner import *'))
print(names_after('from bad_all import *'))
print(names_after('from missing_all import *'))
import parcel
parcel.__all__ = ['third', 'VALUE']
print(names_after('from parcel import *'))
parcel.__all__ = ('nowhere',)
print(names_after('from parcel import *'))
class Plain:
    def __init__(self):
        self.a, self._b = 1, 2
sys.modules['plain'] = Plain()
print(names_after('from plain import *'))
sys.modules['plain'].__all__ = ['_b']
print(names_after('from plain import *'))
class Slotted:
    __slots__ = ()
sys.modules['slotted'] = Slotted()
print(names_after('from slotted import *'))
sys.modules['numbered'] = Plain()
sys.modules['numbered'].__dict__[5] = 6
sys.modules['numbered'].__name__ = 'numbered'
print(names_after('from numbered import *'))
