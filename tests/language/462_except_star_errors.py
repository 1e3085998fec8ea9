# What except* refuses, when it compiles and when it runs.
for source in ('for i in x:\n try: a\n except* T: break', 'while 1:\n try: a\n except* T: continue',
               'def f():\n try: a\n except* T: return', 
               'try: a\nexcept*: b', 'try: a\nexcept* T: b\nexcept U: c', 'try: a\nexcept T: b\nexcept* U: c',
               'def f():\n try: a\n except* T:\n  for i in x: break\n  def g(): return 1\n  return',
               'try: a\nexcept* T, U: b', 'try: a\nexcept* T as a.b: c'):
    try: compile(source, 's', 'exec'); print('ok')
    except SyntaxError as e: print(e, e.lineno, e.offset, e.end_lineno, e.end_offset)

def fails(catch, raised=ValueError(1)):
    try:
        try: raise raised
        except* catch: print('caught')
    except BaseException as e:
        print(type(e).__name__, e, repr(e.__context__))
fails(5); fails(int); fails((ValueError, 5)); fails(ExceptionGroup); fails((KeyError, BaseExceptionGroup))
fails(ExceptionGroup, ExceptionGroup('g', [ValueError(1)]))

class Split(ExceptionGroup):
    def split(self, wanted): return self.answer
for answer in ((None, None), (ExceptionGroup("t", [ValueError(2)]), None)):
    group = Split('s', [ValueError(1)]); group.answer = answer
    try:
        try: raise group
        except* KeyError: print('caught')
    except BaseException as e: print(type(e).__name__)

import sys
def info(): return sys.exc_info()[0], sys.exception()
try: raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
except* ValueError as e: print(info(), e is sys.exception())
except* TypeError as e: print(info())
print(info())

def loop():
    for i in range(3):
        try:
            if i == 1: raise ExceptionGroup('l', [ValueError(i)])
        except* ValueError:
            for j in range(3):
                if j == 1: break
                continue
            print('handled', i, j)
        else: print('else', i)
loop()
def generator():
    try: yield 1
    except* ValueError as e: yield e
    yield 'end'
g = generator(); next(g)
print(repr(g.throw(ValueError(1))), next(g))
