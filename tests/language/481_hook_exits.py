# A hook that exits.
import sys
def hook(*args):
    print('hook', args[1]); sys.exit(7)
sys.excepthook = hook
1 / 0
