def f(x, y):
    return x is y is 2 is x
raise SystemExit(1)
