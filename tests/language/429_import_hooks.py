# sys.meta_path, modules made by hand, __import__ replaced, __getattr__ of a module.
import sys
import builtins
sys.path.insert(0, 'modules')
Spec, Module = type(sys.__spec__), type(sys)
class Maker:
    def __init__(self, names):
        self.names = names
    def find_spec(self, name, path=None, target=None):
        print('asked for', name, path if path is None else len(path), target)
        if name in self.names:
            return Spec(name, self, origin='made', is_package=name == 'made')
    def create_module(self, spec):
        print('create', spec.name)
        return None
    def exec_module(self, module):
        module.answer = len(module.__name__)
        print('exec', module.__name__, module.__package__, module.__spec__.loader is self)
maker = Maker(['made', 'made.inner', 'failing'])
sys.meta_path.append(maker)
import made, made.inner
print(made.answer, made.inner.answer, made.__path__, made, hasattr(made, '__file__'))
try:
    import made.nothing
except ImportError as e:
    print(e)
class Failing(Maker):
    def exec_module(self, module):
        print('failing' in sys.modules)
        raise RuntimeError('no')
sys.meta_path.insert(0, Failing(['failing']))
try:
    import failing
except RuntimeError as e:
    print(e, 'failing' in sys.modules)
del sys.meta_path[0], sys.meta_path[-1]
spec = Spec('some.thing', None, origin='here')
print(spec, spec.parent, spec.cached, spec.has_location, spec.submodule_search_locations)
module = Module('hand', 'its doc')
print(module.__name__, module.__doc__, module.__spec__, module, module.__loader__, module.__package__)
module.__getattr__ = lambda name: name.upper()
sys.modules['hand'] = module
from hand import anything
import hand
print(anything, hand.more)
real = builtins.__import__
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    if name.startswith('parcel'):
        print('import', name, fromlist, level)
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = spy
try:
    import parcel
    from parcel import first as one
    import parcel.first as two
finally:
    builtins.__import__ = real
print(one is two)
