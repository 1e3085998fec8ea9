# The name of `as` goes at the end of the handler.
try:
    raise ValueError('z')
except ValueError as e:
    kept = e
try:
    e
except NameError as m:
    print(m)
print(kept)
def f():
    e = 'before'
    try:
        raise ValueError('inside')
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as m:
        return str(m)
print(f())
def g():
    try:
        1 / 0
    except ZeroDivisionError as e:
        try:
            [][0]
        except IndexError as e:
            print(e)
        try:
            print(e)
        except UnboundLocalError as m:
            print(m)
g()
def h():
    for i in range(2):
        try:
            raise ValueError(i)
        except ValueError as e:
            if i == 0:
                continue
            return e.args
print(h())
def k():
    try:
        1 / 0
    except ZeroDivisionError as e:
        del e
    return 'deleted by hand'
print(k())
def closure():
    try:
        1 / 0
    except ZeroDivisionError as e:
        f = lambda: e
        print(f())
    try:
        f()
    except NameError as m:
        print(m)
closure()
