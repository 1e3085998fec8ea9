# sys.exit with a number, through finally.
import sys
def f():
    try:
        sys.exit(3)
    finally:
        print('finally')
try:
    f()
except Exception:
    print('not caught')
