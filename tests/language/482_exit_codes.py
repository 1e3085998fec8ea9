# Exit statuses are cut to eight bits.
import sys
try: sys.exit(1, 2)
except TypeError as e: print(e)
for code in (0, None, True, 'text', 300, -1, [1], 2**40):
    try: sys.exit(code)
    except SystemExit as e: print(repr(e), repr(e.code), e.args)
try: exit_ = SystemExit(); exit_.code = 5; raise exit_
except SystemExit as e: print(e.code, e.args)
sys.exit(-2)
