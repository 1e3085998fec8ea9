# The frame of a generator while it waits, runs, and has ended.
import sys
def g(a):
    b = a + 1
    got = yield b
    c = got
    yield sys._getframe() is not None
    inner = yield 'inner'
    return c
x = g(1)
frame = x.gi_frame
print(frame.f_code.co_name, frame.f_locals, frame.f_back, frame.f_lineno - g.__code__.co_firstlineno, x.gi_suspended)
print(next(x), x.gi_frame.f_locals, x.gi_frame.f_lineno - g.__code__.co_firstlineno, x.gi_suspended, x.gi_running)
print(x.send(7), x.gi_frame.f_locals, x.gi_frame.f_globals is globals())
def look():
    yield y.gi_frame.f_back.f_code.co_name, y.gi_running, y.gi_frame is sys._getframe()
y = look()
def ask():
    return next(y)
print(ask())
print(list(x), x.gi_frame, x.gi_suspended, x.gi_code is g.__code__)
z = g(5)
next(z)
try:
    z.throw(ValueError('thrown'))
except ValueError as e:
    tb = e.__traceback__.tb_next
    print(tb.tb_frame.f_locals, tb.tb_frame.f_code.co_name, z.gi_frame)
