# The everyday part of sys.
import sys
print(len(sys.argv), sys.argv[0].endswith('153_sys.py'), sys.argv[1:])
print(sys.maxsize, sys.maxsize == 2 ** 63 - 1, sys.version_info[:2] >= (3, 11), sys.version_info[0], sys.byteorder, sys.platform)
print(sys.stdout.write('written\n'), isinstance(sys.path, list), isinstance(sys.modules, dict), 'sys' in sys.modules, sys.modules['sys'] is sys)
print('to stdout', file=sys.stdout)
print('to stderr', file=sys.stderr)
sys.stderr.write('')
sys.stdout.flush()
print(sys.getrecursionlimit(), type(sys.version).__name__, sys.hash_info.width if hasattr(sys, 'hash_info') else 64, sys.__name__)
print('flush', flush=True)
print(sys.intern('abc') == 'abc', sys.float_info.max if hasattr(sys, 'float_info') else 1.7976931348623157e+308)
