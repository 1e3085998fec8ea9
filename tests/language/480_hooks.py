# sys.excepthook of one's own, and one that fails.
import sys
def hook(kind, value, traceback):
    print('hook', kind.__name__, value, traceback is value.__traceback__)
    raise RuntimeError('hook fails')
sys.excepthook = hook
print('before')
raise ValueError('uncaught')
