# Trap: closure cells.
def mk():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def get(): return n
    return inc, get
i, g = mk(); i(); i(); print(g())
def late():
    def f(): return v
    try: f()
    except NameError as e: print(e)
    v = 1
    return f()
print(late())
def un():
    try: print(q)
    except UnboundLocalError as e: print(e)
    q = 1
un()
