# raise alone, raise from within handlers, nested handlers.
def f():
    try:
        1 / 0
    except ZeroDivisionError:
        print('log')
        raise
try:
    f()
except ZeroDivisionError as e:
    print('again', e)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    try:
        raise ValueError('first')
    except ValueError:
        try:
            raise KeyError('second')
        except KeyError as e:
            print(repr(e))
        raise
except ValueError as e:
    print(repr(e))
def helper():
    raise
try:
    try:
        raise IndexError('active')
    except IndexError:
        helper()
except IndexError as e:
    print('helper', repr(e))
try:
    raise 5
except TypeError as e:
    print(e)
try:
    raise int
except TypeError as e:
    print(e)
class Odd(Exception):
    def __init__(self, a, b):
        self.a = a
try:
    raise Odd(1, 2)
except Odd as e:
    print(e.args, e.a)
try:
    raise Odd
except TypeError as e:
    print(e)
saved = ValueError('kept')
for _ in range(2):
    try:
        raise saved
    except ValueError as e:
        print(e is saved)
