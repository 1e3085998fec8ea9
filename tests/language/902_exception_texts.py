def t(f, *a):
    try: f(*a)
    except BaseException as e: print(type(e).__name__, '|', e, '|', repr(e), e.args)
def r(e): raise e
for e in (Exception(), Exception('a'), Exception('a', 1), KeyError('k'), KeyError(), KeyError(1, 2), OSError(2, 'No such'), OSError(2, 'No such', 'file'), OSError(2, 'x', 'f', None, 'g'), OSError('a'), OSError(13, 'x'), OSError(17, 'x'), OSError(99999, 'z'), SystemExit(3), SystemExit(), StopIteration(5), SyntaxError('bad'), SyntaxError('bad', ('/a/f.py', 3, 1, 'text')), ImportError('no', name='x', path='p'), UnicodeDecodeError('utf-8', b'abc\xff', 3, 4, 'why'), UnicodeEncodeError('ascii', 'aé', 1, 2, 'why'), UnicodeEncodeError('ascii', 'a€x', 1, 3, 'why'), UnicodeEncodeError('ascii', '€', 0, 1, 'w'), UnicodeEncodeError('ascii', '😀', 0, 1, 'w'), AttributeError('x', name='n', obj=3), NameError('y', name='q'), RecursionError('deep'), MemoryError(), KeyboardInterrupt(), GeneratorExit(), AssertionError('x'), ZeroDivisionError('z'), Warning('w'), NotImplementedError()):
    t(r, e)
e = StopIteration(7); print(e.value, StopIteration().value, SystemExit(4).code, SystemExit(1, 2).code, SystemExit().code)
e = OSError(2, 'm', 'f'); print(e.errno, e.strerror, e.filename, e.filename2, type(e), e.args)
e = ImportError('m', name='n', path='p'); print(e.msg, e.name, e.path)
e = SyntaxError('m', ('f', 1, 2, 't', 3, 4)); print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset)
e = AttributeError('m', name='n', obj=3); print(e.name, e.obj)
t(lambda: ValueError(a=1)); t(lambda: AttributeError(zz=1)); t(lambda: ImportError(q=1)); t(lambda: UnicodeDecodeError(1)); t(lambda: SyntaxError('a', 1))
e = ValueError('v'); e.foo = 5; print(e.foo, e.__dict__); e.add_note('n1'); e.add_note('n2'); print(e.__notes__, e.__cause__, e.__context__, e.__traceback__, e.__suppress_context__)
t(lambda: e.add_note(1)); t(lambda: setattr(e, '__cause__', 1)); t(lambda: setattr(e, '__context__', 1)); t(lambda: setattr(e, '__traceback__', 1)); t(lambda: setattr(e, 'args', 5)); e.args = [1, 2]; print(e.args, e)
class E(Exception):
    def __init__(self, a, b=2): super().__init__(a); self.b = b
    def __str__(self): return 'E:%s' % self.b
print(repr(E(1)), str(E(1, 3)), E(1).args, E(1).b); t(r, E(5))
class E2(Exception): pass
print(repr(E2(1, 2)), E2('x'), E2.__mro__)
class E3(KeyError, AttributeError): pass
print(repr(E3('q')), str(E3('q')))
try:
    try: raise ValueError('a')
    except ValueError as x: raise KeyError('b') from x
except KeyError as y: print(repr(y.__cause__), y.__context__ is y.__cause__, y.__suppress_context__)
try:
    try: raise ValueError('a')
    except ValueError as x: raise KeyError('b')
except KeyError as y: print(repr(y.__cause__), repr(y.__context__), y.__suppress_context__, y.__traceback__.tb_lineno, y.__traceback__.tb_next)
try:
    try: 1/0
    except: raise TypeError from None
except TypeError as y: print(repr(y.__cause__), repr(y.__context__), y.__suppress_context__)
print(ValueError('x') == ValueError('x'), isinstance(KeyError(), LookupError), issubclass(FileNotFoundError, OSError), IOError is OSError, EnvironmentError is OSError)
e = ValueError('q').with_traceback(None); print(repr(e))
t(lambda: open('/nonexistent/x')); t(lambda: open('/')); t(lambda: open('x', 'z')); t(lambda: open('x', 'rw')); t(lambda: open('x', 'rbt')); t(lambda: open(1.5)); t(lambda: open('a\0b')); t(lambda: open('x', encoding=1)); t(lambda: open('x', 'rb', encoding='utf-8'))
