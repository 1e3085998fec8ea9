# sys.exit deep inside calls made by C code.
import sys
def key(x):
    if x == 2:
        sys.exit(7)
    return x
try:
    print(sorted([1, 2, 3], key=key))
finally:
    print('finally runs')
