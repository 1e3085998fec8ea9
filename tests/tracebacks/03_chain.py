def a():
    try:
        1/0
    except ZeroDivisionError as e:
        raise ValueError('bad') from e
def b():
    try: a()
    except ValueError: raise KeyError('x')
b()
