# Lambdas with every kind of parameter.
print((lambda: 1)(), (lambda x: x * 2)(4), (lambda x, y=2: x + y)(1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda x, *, k=3: (x, k))(1, k=4))
compose = lambda f, g: lambda x: f(g(x))
print(compose(lambda x: x + 1, lambda x: x * 10)(5))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(10), (lambda: None)(), (lambda x: (x, [x], {x: x}))(1))
print(sorted([(1, 'b'), (0, 'c'), (2, 'a')], key=lambda t: t[1]), list(map(lambda x, y: x * y, [1, 2], [3, 4])), list(filter(lambda x: x % 2, range(6))))
print((lambda x: x).__name__, [f(3) for f in (lambda x: x, lambda x: -x, lambda x: x ** x)])
y = (lambda f: (lambda x: x(x))(lambda x: f(lambda v: x(x)(v))))(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))
print(y(6))
actions = {'+': lambda a, b: a + b, '-': lambda a, b: a - b}
print(actions['+'](5, 3), actions['-'](5, 3))
print((lambda a, /, b, *c, d, **e: (a, b, c, d, e))(1, 2, 3, d=4, f=5))
