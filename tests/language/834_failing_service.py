"""Errors on their way: tracebacks as data, chains, finally, notes, hooks at exit."""
import sys, traceback, os

def level3(x):
    data = {'a': [1, 2, {'b': None}]}
    return data['a'][2]['b'].value + x

class Svc:

    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        print('cleanup', t.__name__, v, traceback.extract_tb(tb)[-1].lineno)
        return False

    @property
    def prop(self):
        return self._missing

    def __getitem__(self, k):
        raise LookupError(k)

def level2(x):
    with Svc() as s:
        for i in range(2):
            level3(x + i)
try:
    level2(1)
except AttributeError as e:
    tb = e.__traceback__
    names = []
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(names, e.name, e.obj)
    print(traceback.format_exc().count('\n'))
    et, ev, t = sys.exc_info()
    print(et is type(e), ev is e)
try:
    Svc().prop
except AttributeError as e:
    print(e)
for a in ('Svc()[3]', "int('q')", '[].foo', 'foo.bar', '1 +', "raise KeyError('k', 2)"):
    try:
        exec(a)
    except BaseException as e:
        print(traceback.format_exception_only(type(e), e))

def chain():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise KeyError('x') from e
    except KeyError:
        raise OSError(2, 'No such file', 'f.txt')

class AppError(Exception):
    code = 5

    def __str__(self):
        return f'[{self.code}] {super().__str__()}'

def hook(t, v, tb):
    print('HOOK', t.__name__, v)
try:
    chain()
except OSError as e:
    print(e, e.filename, e.errno, repr(e.__context__), repr(e.__context__.__cause__))
try:
    raise AppError('multi', 'args')
except AppError as e:
    print(e, e.args, repr(e))
import atexit
atexit.register(print, 'atexit ran')

def cleanup():
    try:
        return 1
    finally:
        try:
            raise ValueError
        except ValueError:
            pass
print(cleanup())

def tricky():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
        finally:
            print('f', i)
    else:
        print('no')
    return i
print(tricky())
e = AppError('final')
e.add_note('note 1')
e.add_note('note\ntwo')

def deep(n):
    if n:
        deep(n - 1)
    else:
        try:
            chain()
        except OSError as x:
            raise e from x
