# atexit: the last one first, after the program; what raises is shown and the others still run.
import atexit

atexit.register(print, 'bye', end='!\n')
atexit.register(lambda: 1 / 0)
function = atexit.register(print, 'first', 1)
atexit.register(print, 'no')
def unwanted():
    print('unwanted')
atexit.register(unwanted)
atexit.register(unwanted)
print(function is print, atexit._ncallbacks())
atexit.unregister(unwanted)
for bad in ((5,), ()):
    try:
        atexit.register(*bad)
    except TypeError as e:
        print(e)
def late():
    atexit.register(print, 'registered while running')
atexit.register(late)
raise SystemExit(3)
