# yield from: send, throw and close go to whatever iterator it is.
class Plain:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if not self.n: raise StopIteration('plain result')
        self.n -= 1
        return self.n
loud, alive = False, []
class Full(Plain):
    def send(self, value): print('send', value); return 'sent'
    def throw(self, *args): print('throw', [getattr(a, '__name__', a) for a in args]); return 'thrown'
    def close(self): loud and print('close')
class Stops(Full):
    def throw(self, *args): raise StopIteration('stopped')
    def send(self, value): raise StopIteration('send stopped')
class Raises(Full):
    def throw(self, *args): raise KeyError('throw raises')
    def close(self): raise KeyError('close raises')
class Attribute(Full):
    @property
    def throw(self): raise ValueError('no throw')
def g(it):
    try: result = yield from it
    except Exception as e: result = repr(e)
    yield 'result', result
def drive(it, act, log=()):
    global loud
    i = g(it)
    alive.append(i)
    loud = True
    try: return next(i), act(i), next(i, 'over'), list(log)
    except BaseException as e: return type(e).__name__, e.args, list(log)
    finally: loud = False
acts = [lambda i: next(i), lambda i: i.send(None), lambda i: i.send(5), lambda i: i.throw(ValueError), lambda i: i.throw(ValueError('x')),
        lambda i: i.throw(ValueError, 'y'), lambda i: i.throw(ValueError, 'y', None), lambda i: i.close(), lambda i: i.throw(GeneratorExit)]
for kind in Plain, Full, Stops, Raises, Attribute:
    for act in acts: print(kind.__name__, drive(kind(1), act))
for it in ([1, 2], (1,), 'ab', {3: 4}, range(1), iter([1]), map(str, [1]), zip('a', 'b')):
    print(drive(it, acts[0]), drive(it, acts[3]))
def inner(log):
    try:
        while True: log.append((yield len(log)))
    except ValueError as e: return 'inner', e.args
    finally: log.append('closed')
def middle(log): return (yield from inner(log)), 'middle'
for act in acts:
    log = []
    print(drive(middle(log), act, log))
for wrong in (5, None, print):
    print(list(g(wrong)))
def self_delegating(): yield from me
me = self_delegating()
try: next(me)
except ValueError as e: print(e)
class Once:
    def __iter__(self): yield 1; return 'once'
def collect(): x = yield from Once(); y = yield from Once(); return x, y
def top(): print((yield from collect()))
print(list(top()))
def deep(n):
    if n: return (yield from deep(n - 1)) + 1
    yield 'bottom'
    return 0
d = deep(100); print(next(d))
try: next(d)
except StopIteration as e: print(e.value)
d = deep(50); next(d)
try: d.throw(KeyError('through'))
except KeyError as e: print(repr(e))
d = deep(50); next(d); d.close(); print(list(d))
