# Cause and context.
import sys
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError('k') from e
except KeyError as x:
    print(repr(x), repr(x.__cause__), x.__suppress_context__, repr(x.__context__))
try:
    try:
        1 / 0
    finally:
        [][0]
except IndexError as x:
    print(repr(x.__context__), x.__cause__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('v') from None
except ValueError as x:
    print(x.__cause__, x.__suppress_context__, repr(x.__context__))
try:
    raise ValueError from TypeError
except ValueError as x:
    print(repr(x.__cause__))
try:
    raise ValueError from 5
except TypeError as x:
    print(x)
try:
    1 / 0
except:
    print(sys.exc_info()[0].__name__)
    try:
        [][0]
    except IndexError:
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info())
def inside():
    return sys.exc_info()[0]
try:
    1 / 0
except ZeroDivisionError:
    print(inside())
e = ValueError('x')
print(e.__context__, e.__cause__, e.__traceback__, e.__suppress_context__)
