# Constructor attributes of the exception types, and what they refuse.
def show(e, *names): print(repr(e), '|', str(e), '|', e.args, [repr(getattr(e, n, 'missing')) for n in names])
show(StopIteration(), 'value'); show(StopIteration(1, 2), 'value'); show(StopAsyncIteration(1), 'value')
show(SystemExit(), 'code'); show(SystemExit(3), 'code'); show(SystemExit('a', 'b'), 'code')
show(AttributeError('m', name='n', obj=5), 'name', 'obj'); show(AttributeError(), 'name', 'obj')
show(NameError('m', name='n'), 'name'); show(UnboundLocalError('u'), 'name')
show(ImportError('m', name='n', path='p'), 'msg', 'name', 'path'); show(ImportError(), 'msg'); show(ImportError('a', 'b'), 'msg')
show(ModuleNotFoundError('x', name='y'), 'name', 'path')
show(KeyError('k')); show(KeyError()); show(KeyError('a', 'b')); show(KeyError(None)); show(KeyError(('t',)))
show(SyntaxError(), 'msg', 'lineno'); show(SyntaxError('m'), 'msg', 'filename', 'text')
show(SyntaxError('m', ('f', 1, 2, 'text')), 'filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset')
show(SyntaxError('m', ('dir/f.py', 1, 2, 'text', 3, 4)), 'end_lineno', 'end_offset')
show(SyntaxError('m', (None, 1, 2, None)), 'filename', 'lineno'); show(IndentationError('i', ('f', None, 2, '')))
show(UnicodeDecodeError('utf-8', b'ab\xff', 2, 3, 'bad'), 'encoding', 'object', 'start', 'end', 'reason')
show(UnicodeDecodeError('ascii', b'abc', 0, 2, 'bad')); show(UnicodeDecodeError('x', b'abc', 5, 6, 'r'))
show(UnicodeEncodeError('ascii', 'a\xe9\u20ac\U0001f600', 1, 2, 'no'), 'object'); show(UnicodeEncodeError('e', 'a\u20ac', 1, 2, 'no'))
show(UnicodeEncodeError('e', '\U0001f600', 0, 1, 'no')); show(UnicodeEncodeError('e', 'abc', 0, 3, 'no'))
show(UnicodeTranslateError('a\xe9', 1, 2, 'no'), 'object', 'start', 'end', 'reason'); show(UnicodeTranslateError('abc', 0, 2, 'no'))
show(UnicodeError('anything', 1)); show(BaseException()); show(Exception(1)); show(ValueError('a', 2))
for make in (lambda: ValueError(x=1), lambda: AttributeError(foo=1), lambda: NameError(obj=1), lambda: ImportError(msg='m'),
             lambda: SyntaxError('m', 5), lambda: SyntaxError('m', (1, 2)), lambda: SyntaxError('m', (1, 2, 3, 4, 5)),
             lambda: SyntaxError('m', (1, 2, 3, 4, 5, 6, 7)), lambda: UnicodeDecodeError(), lambda: UnicodeDecodeError('a', 'b', 1, 2, 'c'),
             lambda: UnicodeDecodeError(1, b'b', 1, 2, 'c'), lambda: UnicodeEncodeError('a', b'b', 1, 2, 'c'),
             lambda: UnicodeEncodeError('a', 'b', 'x', 2, 'c'), lambda: UnicodeTranslateError('a', 1, 2), lambda: KeyError(k=1)):
    try: print(repr(make()))
    except TypeError as e: print('TypeError', e)
e = ValueError(1)
for name, value in (('args', 5), ('args', [1, 2]), ('__cause__', 1), ('__context__', 'x'), ('__traceback__', 3),
                    ('__suppress_context__', 1), ('__suppress_context__', True), ('__cause__', None), ('anything', 7), ('__dict__', {'z': 1})):
    try: setattr(e, name, value); print(name, getattr(e, name))
    except Exception as error: print(name, type(error).__name__, error)
for name in ('args', '__cause__', '__context__', '__traceback__', '__suppress_context__', 'z', 'nothing'):
    try: delattr(e, name); print('deleted', name)
    except Exception as error: print(name, type(error).__name__, error)
print(e.z if hasattr(e, 'z') else 'no z', e.__reduce__(), KeyError('k').__reduce__(), ImportError('m', name='n').__reduce__())
print(OSError(2, 'x', 'f').__reduce__(), ValueError.__new__(ValueError, 1, 2).args)
class Own(Exception):
    def __init__(self, a): self.a = a
print(repr(Own(5)), Own(5).args, str(Own((1, 2))))
e.__setstate__({'state': 1}); print(e.state)
