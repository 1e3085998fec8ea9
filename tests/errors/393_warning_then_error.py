x is 1
def f():
    nonlocal y
