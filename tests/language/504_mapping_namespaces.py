# Namespaces that are no plain dicts: any mapping for locals, builtins of one's own.
class Log:
    def __init__(self): self.names = {}
    def __getitem__(self, name): print('get', name); return self.names[name]
    def __setitem__(self, name, value): print('set', name); self.names[name] = value
    def __delitem__(self, name): print('del', name); del self.names[name]
log = Log()
exec('a = 1\nb = a + 1\ndel a\ndef f(): return 5\nprint(b)', {}, log)
print(sorted(k for k in log.names), eval('b + f()', {}, log))
try: exec('missing', {}, log)
except NameError as e: print(e)
try: exec('del missing', {}, log)
except NameError as e: print(e)
class Upper(dict):
    def __missing__(self, key): return key.upper()
print(eval('x + y', {}, Upper(x='mine')))
try: print(eval('z', Upper()))
except NameError as e: print(e)
class Fails:
    def __getitem__(self, name): raise ZeroDivisionError(name)
try: eval('x', {}, Fails())
except ZeroDivisionError as e: print(repr(e))
exec('class K:\n  q = 1\n  def m(self): return q2', {'q2': 7}, log)
print(log.names['K']().m())
exec('x: int = 3', {}, log); print(log.names['__annotations__'])
print(eval('locals() is me', {'me': log}, log))
exec('from math import *\nprint(pi > 3)', {}, {})
for source in ('print(1)', 'len("a")', '[i for i in "ab"]', 'x', '(lambda: x)()', '1 + 1'):
    for builtins in ({}, {'x': 'b'}, {'len': lambda s: 'own len'}):
        try: print(source, eval(source, {'__builtins__': builtins}))
        except NameError as e: print(source, e)
g = {'__builtins__': {'print': lambda *a: print('mine', *a)}}
exec('def f():\n  for i in (1, 2): print(i)\nf()', g)
try: exec('class A: pass', {'__builtins__': {}})
except NameError as e: print(e)
import builtins
exec('print(len("abc"))', {'__builtins__': builtins})
d = {}; exec('', d); print(d['__builtins__'] is builtins.__dict__)
def f(): return len
h = type(f)(f.__code__, {'len': 'global len'}); print(h())
k = type(f)(f.__code__, {'__builtins__': {'len': 'builtin len'}}); print(k())
