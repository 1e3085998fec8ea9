class S(str):
    def __str__(self): return 'S!'
class I(int):
    def __str__(self): return 'I!'
    def __repr__(self): return 'Ir'
class F(float):
    def __str__(self): return 'F!'
for v in (S('a'), I(5), F(2.5)):
    print(f'{v}', f'{v:>5}', '%s' % v, '%r' % v, '{}'.format(v), '{!s}'.format(v), str(v), [v], format(v), format(v, 's') if isinstance(v, str) else format(v, 'g'))
print('%d %s %x %5d %f' % (I(5), I(5), I(255), I(3), I(2)), '%f %d %s' % (F(1.5), F(2.7), F(3)))
class C:
    def __format__(self, spec): return f'C[{spec}]'
    def __str__(self): return 'Cs'
    def __repr__(self): return 'Cr'
print(f'{C()} {C():abc} {C()!s:>4} {C()!r:>4}', '{:x{}y}'.format(C(), 3), format(C(), 'q'), f'{C()=}', f'{C()=!s}', f'{C()=:zz}')
class B(bytes): pass
try: print(B(b'abc'))
except TypeError as e: print(e)
import sys
class Err(Exception):
    pass
try:
    raise Err('a', 2) from ValueError('b')
except Err as e:
    print(e, e.args, repr(e.__cause__), sys.exc_info()[0] is Err, sys.exc_info()[1] is e)
print(sys.exc_info())
def gen():
    try:
        yield 1
    finally:
        print('cleanup')
g = gen(); next(g); g.close()
try:
    try:
        raise KeyError(1)
    finally:
        print('fin')
except KeyError as e:
    print('caught', e)
def nested():
    try:
        try: 1/0
        except ZeroDivisionError: raise TypeError('t')
    except TypeError as e:
        return repr(e.__context__)
print(nested())
class MyKey(KeyError): 
    def __str__(self): return 'custom'
try: raise MyKey('z')
except KeyError as e: print(e, repr(e))
print(OSError(2, 'x').errno, OSError('x').errno, str(OSError()), str(OSError(1, 2)), str(OSError(None, 'a')))
class MyOS(OSError): pass
e = MyOS(2, 'm', 'f'); print(e, repr(e), type(e), e.filename)
class VE(ValueError):
    def __init__(self, msg, extra): super().__init__(msg); self.extra = extra
try: raise VE('m', 5)
except ValueError as e: print(e, e.extra, e.args)
class Weird(Exception):
    def __new__(cls, *a): 
        o = super().__new__(cls, *a); o.tag = 1; return o
    def __init__(self, *a): pass
w = Weird(1, 2); print(w.args, w.tag, str(w))
print(BaseException.__subclasses__() if False else 'ok', Exception.__base__, KeyError.__bases__)
try: raise Exception from None
except Exception as e: print(e.__suppress_context__, e.__cause__)
x = ValueError('a'); y = ValueError('a'); print(x == y, x != y, x == x, hash(x) == hash(x), bool(x))
try: ValueError('a').args = 5
except TypeError as e: print(e)
print(ValueError('a').__reduce__() if False else '', ValueError.__init__ is not None)
