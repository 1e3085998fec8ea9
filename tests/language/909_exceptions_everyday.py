class E(Exception):
    def __init__(self, code): self.code = code
    def __str__(self): return f'E{self.code}'
try: raise E(3)
except E as e: print(e, repr(e), e.args)
e = E(4)
try: raise e
except Exception as x: print(x is e, x.__traceback__ is not None)
try:
    try: raise E(1)
    except E: raise E(2)
except E as x: print(repr(x.__context__), x.__context__.code)
def g():
    try: yield 1
    except ValueError as v: yield repr(v)
i = g(); next(i); print(i.throw(ValueError('q')))
try: raise E
except TypeError as x: print(x)
try: raise ValueError
except ValueError as x: print(repr(x), x.args)
try: raise 'str'
except TypeError as x: print(x)
try: raise ValueError('x') from 5
except TypeError as x: print(x)
try: raise ValueError('x') from KeyError
except ValueError as x: print(repr(x.__cause__))
try:
    try: raise KeyError('a')
    except (ValueError, 5): pass
except TypeError as x: print(x)
try:
    try: 1/0
    except 'a': pass
except TypeError as x: print(x)
for x in (ValueError(1), ValueError('a', 2)):
    try: raise x
    except (KeyError, ValueError) as y: print(y.args, str(y))
print(isinstance(E(1), Exception), issubclass(E, BaseException), E.__name__, E.__mro__[1].__name__)
try: assert False
except AssertionError as x: print(repr(x))
try: assert 0, [1, 2]
except AssertionError as x: print(repr(x), x)
try: {}['a b']
except KeyError as x: print(x, repr(x), x.args)
try: {}[(1, 2)]
except KeyError as x: print(x, x.args)
try: next(iter([]))
except StopIteration as x: print(repr(x), x.value)
def gen(): return 5; yield
try: next(gen())
except StopIteration as x: print(repr(x), x.value)
try: int('x' * 300)
except ValueError as x: print(x)
try: undefined_name
except NameError as x: print(x, x.name)
try: (1).foo
except AttributeError as x: print(x, x.name, x.obj)
try: import nonexistent_mod
except ImportError as x: print(x, x.name, x.path, type(x).__name__)
try: open('/nonexistent_file')
except OSError as x: print(x.errno, x.strerror, x.filename, x)
try: [].remove(1)
except ValueError as x: print(x)
try: {1}.remove(2)
except KeyError as x: print(x)
try: 'a'.encode('ascii').decode('utf-16x')
except LookupError as x: print(x)
try: b'\xff'.decode()
except UnicodeDecodeError as x: print(x, x.start, x.end, x.reason, x.encoding, x.object)
print(e.__class__, type(e).__name__, ValueError.__name__, ValueError.__module__)
try: compile('a b', 'f', 'exec')
except SyntaxError as x: print(x, x.lineno, x.offset, x.filename, x.msg, x.end_lineno, x.end_offset)
