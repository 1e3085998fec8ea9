# Frames: the running one, its callers, and those that an exception left behind.
import sys
def f(a, b=2):
    c = a + b
    frame = sys._getframe()
    return frame, frame.f_lineno, dict(frame.f_locals, frame=None)
frame, line, names = f(1)
print(frame.f_code is f.__code__, line - f.__code__.co_firstlineno, names)
print(sorted(frame.f_locals), frame.f_locals['c'], frame.f_globals is globals(), frame.f_builtins['len'] is len)
print(frame.f_lineno - f.__code__.co_firstlineno, frame.f_back is sys._getframe())
def outer():
    here = 'outer'
    return inner()
def inner():
    back = sys._getframe(1)
    return back.f_code.co_name, back.f_locals['here'], back.f_back.f_code.co_name, sys._getframe(2) is back.f_back, sys._getframe() is sys._getframe(0)
print(outer())
try:
    sys._getframe(1000)
except ValueError as e:
    print(e)
print(sys._getframe().f_locals is globals(), sys._getframe().f_back, sys._getframe().f_lineno)
def deep(n):
    if n == 0:
        raise KeyError('bottom')
    local = n * 10
    deep(n - 1)
try:
    deep(2)
except KeyError as e:
    tb = e.__traceback__
walked = []
while tb:
    walked.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_locals.get('local', '-'), tb.tb_frame.f_locals.get('n', '-')))
    last, tb = tb, tb.tb_next
print(walked)
back, names = last.tb_frame, []
while back:
    names.append(back.f_code.co_name)
    back = back.f_back
print(names)
def caught():
    x = 1
    try:
        x = 2
        1 / 0
    except ZeroDivisionError as e:
        kept = e.__traceback__.tb_frame
    x = 3
    return kept, kept is sys._getframe(), kept.f_locals['x']
kept, same, value = caught()
print(same, value, kept.f_locals['x'], 'e' in kept.f_locals)
def generator():
    y = 5
    yield sys._getframe()
    y = 6
    yield sys._getframe().f_back.f_code.co_name
g = generator()
print(next(g).f_locals['y'])
def driver():
    return next(g)
print(driver())
class Body:
    attribute = 1
    frame = sys._getframe()
    inside = sorted(frame.f_locals)
print(Body.inside, Body.frame.f_code.co_name, Body.frame.f_locals is not None)
def cells():
    shared = [1]
    def use():
        return shared
    shared.append(use)
    return sys._getframe().f_locals['shared'][0], sorted(use.__code__.co_freevars)
print(cells())
kept.clear()
print(kept.f_locals)
def running():
    try:
        sys._getframe().clear()
    except RuntimeError as e:
        print(e)
running()
print(repr(frame).startswith('<frame at 0x'), repr(frame).endswith("code f>"))
