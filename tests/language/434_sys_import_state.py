# What sys shows of imports, and the flags.
import sys
print(type(sys.path), type(sys.modules), type(sys.meta_path), [f.__name__ for f in sys.meta_path])
print('sys' in sys.modules, sys.modules['sys'] is sys, '__main__' in sys.modules, sys.modules['__main__'].__name__)
print('sys' in sys.builtin_module_names, 'builtins' in sys.builtin_module_names, type(sys.builtin_module_names))
print(sys.argv[1:], sys.argv[0], sys.pycache_prefix, type(sys.dont_write_bytecode))
print(sys.path[0] == __file__[:-len('/434_sys_import_state.py')] or sys.path[0][:1])
finder = sys.meta_path[2]
print(finder.find_spec('no_such_thing'), sys.meta_path[0].find_spec('sys').name)
spec = finder.find_spec('counting', ['modules'])
print(spec.name, spec.origin.endswith('/modules/counting.py'), type(spec.loader).__name__)
print(sys.meta_path[0].find_spec('counting'))
