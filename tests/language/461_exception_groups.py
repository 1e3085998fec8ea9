# Groups: what they are made of, split, subgroup, derive.
E, B = ExceptionGroup, BaseExceptionGroup
print(E.__mro__, B.__mro__, E.__bases__)
g = E('msg', [ValueError(1), E('in', (TypeError(2), OSError(3))), KeyError(4)])
print(repr(g), str(g), g.message, g.exceptions, g.args)
print(repr(B('b', [ValueError(1)])), repr(B('b', [SystemExit(1)])), str(E('one', [KeyError(1)])))
print(g.split(ValueError), g.split((TypeError, KeyError)), g.split(ZeroDivisionError), sep='\n')
print(g.subgroup(OSError), g.subgroup(E), g.subgroup(ZeroDivisionError))
print(g.split(lambda e: isinstance(e, KeyError) or e.args == (2,)))
print(g.split(E)[0] is g, g.subgroup(lambda e: True) is g)
def grow():
    try: raise g
    except E as e: return e
e = grow()
e.add_note('first'); e.add_note('second')
cause = RuntimeError('why')
e.__cause__ = cause
left, right = e.split(KeyError)
print(left.__notes__, right.__notes__, left.__notes__ is e.__notes__, left.__cause__ is cause)
print(left.__traceback__ is e.__traceback__, right.__traceback__ is e.__traceback__)
print(left.__context__, left.__suppress_context__, vars(left))

class Own(E):
    def __new__(cls, message, exceptions, code):
        self = super().__new__(cls, message, exceptions)
        self.code = code
        return self
    def derive(self, exceptions):
        return Own(self.message, exceptions, self.code)
own = Own('o', [ValueError(1), Own('p', [TypeError(2)], 7)], 5)
a, b = own.split(TypeError)
print(repr(a), a.code, repr(a.exceptions[0]), a.exceptions[0].code, repr(b), b.code)
class Plain(E): pass
a, b = Plain('o', [ValueError(1), TypeError(2)]).split(ValueError)
print(type(a), type(b))
class Wrong(E):
    def derive(self, exceptions): return 5
class Base(B): pass
print(repr(Base('x', [ValueError(1)])), repr(Base('x', [KeyboardInterrupt()])))
for make in (lambda: E(), lambda: E('m'), lambda: E(1, [ValueError()]), lambda: E('m', 5),
             lambda: E('m', []), lambda: E('m', [1]), lambda: E('m', [ValueError(), ValueError]),
             lambda: E('m', [SystemExit()]), lambda: Plain('m', [SystemExit()]),
             lambda: E('m', {ValueError(): 1}), lambda: E('m', 'ab'), lambda: E('m', [KeyError()], x=1),
             lambda: g.split(1), lambda: g.split(int), lambda: g.subgroup((ValueError, 1)),
             lambda: Wrong('w', [ValueError(), TypeError()]).split(ValueError),
             lambda: g.split(lambda e: 1 / 0), lambda: E('m', None),
             lambda: setattr(g, 'message', 1), lambda: setattr(g, 'exceptions', ())):
    try: print(make())
    except Exception as error: print(type(error).__name__, error)
print(E[int], B[ValueError])
