# Exception classes of one's own.
class AppError(Exception):
    """The base."""
class Detailed(AppError):
    def __init__(self, message, code):
        super().__init__(message)
        self.code = code
class Shown(AppError):
    def __str__(self):
        return 'shown as ' + repr(self.args)
try:
    raise Detailed('bad', 42)
except AppError as e:
    print(e, e.code, e.args, repr(e))
try:
    raise Shown(1, 2)
except AppError as e:
    print(e, repr(e), '%s|%r' % (e, e), f'{e}')
e = AppError()
print(repr(e), str(e), e.args, repr(AppError('a')), repr(AppError('a', 1)), str(AppError('a', 1)), str(AppError(5)), str(AppError(None)))
print(str(KeyError('k')), str(KeyError()), str(KeyError(1, 2)), repr(KeyError('k')), str(IndexError('i')))
e.args = (1, 2)
print(e, e.args)
e.extra = 'attribute'
print(e.extra, e.__dict__)
class WithInit(Exception):
    def __init__(self):
        pass
print(repr(WithInit()), WithInit().args)
s = StopIteration(7)
print(s.value, s.args, StopIteration().value, SystemExit(3).code, SystemExit().code, NameError('n').args)
errors = [ValueError('v'), KeyError('k'), Detailed('d', 1)]
for error in errors:
    try:
        raise error
    except (ValueError, Detailed) as e:
        print('first', e)
    except KeyError as e:
        print('second', e)
print(Detailed.__mro__[1].__name__, ValueError('a') == ValueError('a'))
