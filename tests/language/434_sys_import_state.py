# What sys shows of imports.
import sys
print(type(sys.path), type(sys.modules), type(sys.meta_path))
names = [getattr(finder, '__name__', '') for finder in sys.meta_path]
print([name for name in names if name in ('BuiltinImporter', 'FrozenImporter', 'PathFinder')])
print('sys' in sys.modules, sys.modules['sys'] is sys, '__main__' in sys.modules, sys.modules['__main__'].__name__)
print('sys' in sys.builtin_module_names, 'builtins' in sys.builtin_module_names, type(sys.builtin_module_names))
print(sys.argv[1:], sys.argv[0], sys.pycache_prefix, type(sys.dont_write_bytecode))
print(sys.path[0] == __file__[:-len('/434_sys_import_state.py')] or sys.path[0][:1])
finder, = [f for f in sys.meta_path if getattr(f, '__name__', '') == 'PathFinder']
builtin, = [f for f in sys.meta_path if getattr(f, '__name__', '') == 'BuiltinImporter']
print(finder.find_spec('no_such_thing'), builtin.find_spec('sys').name, builtin, finder)
spec = finder.find_spec('counting', ['modules'])
print(spec.name, spec.origin.endswith('/modules/counting.py'), type(spec.loader).__name__)
print(builtin.find_spec('counting'), spec.loader.is_package('counting'), spec.loader.get_filename('counting')[-11:])
print(spec.loader.get_source('counting')[:1], spec.loader.get_code('counting').co_name, type(spec.loader.get_data(spec.origin)))
