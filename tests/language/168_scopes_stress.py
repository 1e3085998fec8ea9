# Names that are local, cell, free, global and builtin all at once.
x = 'global'
def outer(x, *args, y=1, **kwargs):
    z = [x, y]
    def middle(a=x):
        nonlocal y
        y += 1
        w = a
        def inner(b=y):
            nonlocal w
            w = w + str(b)
            return x, y, z, w, args, kwargs, len(z)
        first = inner()
        x2 = [inner()[3] for _ in range(2)]
        return first, x2, w
    return middle(), middle('m'), y, z
print(outer('x', 1, 2, k=3))
def class_in_function(n):
    class C:
        n = n + 1 if False else 5
        m = [n for n in range(3)]
        def get(self):
            return n
    return C.n, C.m, C().get()
try:
    print(class_in_function(10))
except NameError as e:
    print(e)
def recursion():
    def even(n): return True if n == 0 else odd(n - 1)
    def odd(n): return False if n == 0 else even(n - 1)
    return even(10), odd(10)
print(recursion())
def loop_cells():
    fs = []
    for i in range(3):
        def f(j=i):
            return i, j
        fs.append(f)
    return [f() for f in fs], [g() for g in [lambda k=k: (k, i) for k in range(2)]]
print(loop_cells())
def conditional(flag):
    if flag:
        def f(): return 'first'
    else:
        f = lambda: 'second'
    return f()
print(conditional(1), conditional(0))
def swap_names():
    a, b = 1, 2
    def f():
        nonlocal a, b
        a, b = b, a
    f()
    return a, b
print(swap_names())
def exec_order():
    result = []
    def log(x):
        result.append(x)
        return x
    def f(a=log(1), *, b=log(2)): pass
    class K(object):
        log(3)
    [log(i) for i in (4, 5)]
    return result
print(exec_order())
def del_cell():
    v = 1
    f = lambda: v
    del v
    v = 2
    return f()
print(del_cell())
