# The classes of exceptions and what catches what.
for cls in (ZeroDivisionError, OverflowError, KeyError, IndexError, ValueError, TypeError, NameError, UnboundLocalError, AttributeError, RecursionError,
            StopIteration, AssertionError, ImportError, ModuleNotFoundError, NotImplementedError, SystemExit, KeyboardInterrupt, GeneratorExit, MemoryError, OSError, UnicodeError):
    names = []
    c = cls
    while c is not None:
        names.append(c.__name__)
        c = c.__base__
    print(' < '.join(names))
def catch(error, *classes):
    for c in classes:
        try:
            try:
                raise error
            except c:
                return c.__name__
        except BaseException:
            pass
    return None
print(catch(KeyError(1), ValueError, LookupError), catch(ZeroDivisionError(), ArithmeticError), catch(SystemExit(1), Exception), catch(StopIteration(), Exception))
print(catch(RecursionError(), RuntimeError), catch(UnboundLocalError(), NameError), catch(ModuleNotFoundError(), ImportError), catch(GeneratorExit(), Exception, BaseException))
class Mine(ValueError):
    pass
print(catch(Mine(), KeyError, ValueError), isinstance(Mine(), Exception), issubclass(Mine, BaseException))
try:
    try:
        raise Mine('x')
    except 'not a class':
        pass
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    except (ValueError, 5):
        pass
except TypeError as e:
    print(e)
