def outer():
    try:
        raise KeyError('a')
    finally:
        raise ValueError('b')
outer()
