# The module warnings on top of ours: filters, registries, what is shown and where.
import sys
class Catch:
    def __init__(self):
        self.parts = []
    def write(self, text):
        self.parts.append(text)
    def flush(self):
        pass
def shown(action):
    kept, sys.stderr = sys.stderr, Catch()
    try:
        result = action()
        return ''.join(sys.stderr.parts).partition('\n')[0].rpartition('/')[2], result
    except Warning as e:
        return type(e).__name__, str(e)
    finally:
        sys.stderr = kept
import _warnings
def warn_here(category=None, level=1):
    _warnings.warn('take care', category, level)
print(shown(warn_here))
print(shown(warn_here))
print(shown(lambda: warn_here(DeprecationWarning)))
print(shown(lambda: warn_here(ImportWarning)))
print(shown(lambda: warn_here(level=2)))
print(len(_warnings.filters), _warnings._defaultaction, _warnings._onceregistry)
import warnings
print(shown(lambda: warnings.warn('again', RuntimeWarning)))
warnings.simplefilter('error', RuntimeWarning)
print(shown(lambda: warnings.warn('as an exception', RuntimeWarning)))
warnings.simplefilter('always', RuntimeWarning)
for i in range(2):
    print(shown(lambda: warnings.warn('always', RuntimeWarning)))
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    warnings.warn('one')
    warnings.warn(SyntaxWarning('two'))
    print([(str(w.message), w.category.__name__, w.lineno > 40) for w in log])
warnings.resetwarnings()
warnings.simplefilter('once')
for i in range(2):
    print(shown(lambda: warnings.warn_explicit('once only', UserWarning, 'some/file.py', 7)))
    print(shown(lambda: warnings.warn_explicit('once only', UserWarning, 'some/file.py', 8)))
warnings.simplefilter('ignore')
print(shown(lambda: warnings.warn('nothing')))
for arguments in ('text', int), ('text', 'UserWarning'):
    try:
        warnings.warn(*arguments)
    except TypeError as e:
        print(e)
print('__warningregistry__' in globals())
