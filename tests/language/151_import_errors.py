# Modules and names that are not there; a module that fails.
import sys
sys.path.insert(0, 'modules')
try:
    import no_such_module
except ModuleNotFoundError as e:
    print(e, e.name)
try:
    import no_such_module.child
except ImportError as e:
    print(type(e).__name__, e)
try:
    from counting import no_such_name
except ImportError as e:
    print(type(e).__name__, str(e).split(' (')[0])
try:
    import failing
except ZeroDivisionError as e:
    print('failing:', e)
print('failing' in sys.modules)
try:
    import failing
except ZeroDivisionError as e:
    print('again:', e)
try:
    import bad_syntax
except SyntaxError as e:
    print(type(e).__name__, e.msg)
try:
    from math import no_such_function
except ImportError as e:
    print(str(e).split(' (')[0])
