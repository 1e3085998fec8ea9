# Trap: exception chaining and context.
try:
    try: 1/0
    except ZeroDivisionError as e: raise KeyError('k') from e
except KeyError as x: print(repr(x), repr(x.__cause__), x.__suppress_context__)
try:
    try: 1/0
    finally: [][0]
except IndexError as x: print(repr(x.__context__))
import sys
try: 1/0
except: print(sys.exc_info()[0].__name__)
print(sys.exc_info())
