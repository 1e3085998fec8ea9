# sys.exit without a value, and SystemExit caught.
import sys
try:
    sys.exit(5)
except SystemExit as e:
    print(e.code, repr(e))
try:
    raise SystemExit
except SystemExit as e:
    print(e.code)
try:
    sys.exit('text')
except SystemExit as e:
    print(repr(e.code))
sys.stdout.write('no newline at the end')
sys.exit()
