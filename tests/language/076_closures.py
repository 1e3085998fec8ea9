# Closures share variables, not values.
def counter():
    n = 0
    def increment(by=1):
        nonlocal n
        n += by
        return n
    def get():
        return n
    return increment, get
inc, get = counter()
inc2, get2 = counter()
inc(); inc(5); inc2()
print(get(), get2())
def adder(n):
    return lambda x: x + n
print([adder(i)(10) for i in range(3)])
def late():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    return [f() for f in fs]
print(late(), [f() for f in [lambda: i for i in range(3)]])
def deep(a):
    def b():
        def c():
            def d():
                return a
            return d
        return c
    return b
print(deep('found')()()())
def parameter_cell(x):
    def f():
        return x
    x += 1
    return f
print(parameter_cell(1)())
def both(x):
    def set(v):
        nonlocal x
        x = v
    def get():
        return x
    return set, get
s, g = both('old')
s('new')
print(g(), inc.__closure__[0].cell_contents, len(get.__closure__), (lambda: 0).__closure__)
def make(n):
    def fact(k):
        return 1 if k == 0 else k * fact(k - 1)
    return fact(n)
print(make(10))
def arguments(*args, **kwargs):
    return lambda: (args, kwargs)
print(arguments(1, 2, a=3)())
