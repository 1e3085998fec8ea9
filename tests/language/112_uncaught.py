# An uncaught exception: what was printed stays printed, exit status 1.
print('before')
def f():
    raise ValueError('boom')
def g():
    f()
g()
print('never')
