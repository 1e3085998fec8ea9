while f(x).y = 3:
    pass
