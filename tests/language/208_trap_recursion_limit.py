# Trap: recursion limit.
def f(n): return f(n + 1)
try: f(0)
except RecursionError as e: print(type(e).__name__, e)
import sys
print(sys.getrecursionlimit(), issubclass(RecursionError, RuntimeError))
