def f():
    try: raise ValueError('a')
    except ValueError as e:
        x = 1
        raise
def g():
    try: f()
    except ValueError:
        raise
g()
