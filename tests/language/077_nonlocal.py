# nonlocal at several depths, with errors.
def outer():
    x = 'outer'
    def middle():
        def inner():
            nonlocal x
            x = 'inner'
        inner()
        return x
    result = middle()
    return result, x
print(outer())
def shadow():
    x = 1
    def f():
        x = 2
        def g():
            nonlocal x
            x += 10
            return x
        return g(), x
    return f(), x
print(shadow())
def unbound():
    def f():
        return v
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    v = 1
    return f()
print(unbound())
def local_unbound():
    try:
        print(q)
    except UnboundLocalError as e:
        print(e)
    q = 1
local_unbound()
def cell_unbound():
    try:
        print(q)
    except UnboundLocalError as e:
        print(e)
    q = 1
    return lambda: q
print(cell_unbound()())
def loop():
    total = 0
    def add(n):
        nonlocal total
        for _ in range(n):
            total += 1
    for i in range(5):
        add(i)
    return total
print(loop())
