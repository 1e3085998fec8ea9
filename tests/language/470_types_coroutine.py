# Generators as coroutines: the flag, code.replace, what await takes; hooks of asynchronous generators.
import sys
def iterable_coroutine(function):
    code = function.__code__
    function.__code__ = code.replace(co_flags=code.co_flags | 0x100)
    return function
@iterable_coroutine
def switch(value):
    got = yield value
    return got
async def use(): return await switch(1), await switch(2)
def drive(c):
    out = []
    try:
        value = c.send(None)
        while True:
            out.append(value); value = c.send(value * 2)
    except StopIteration as e: return out, e.value
print(drive(use()))
@iterable_coroutine
def delegates():
    a = yield from use()
    return a, (yield 3)
print(drive(delegates()))
print(hex(switch.__code__.co_flags & 0x120), type(switch(1)))
plain = lambda: (yield)
async def refuse(): await plain()
try: refuse().send(None)
except TypeError as e: print(e)
code = use.__code__
new = code.replace(co_name='other', co_qualname='x.other', co_filename='f.py', co_firstlineno=77)
print(new.co_name, new.co_qualname, new.co_filename, new.co_firstlineno, code.co_name, new.co_consts == code.co_consts)
def constant(): return 'old', 7
changed = constant.__code__.replace(co_consts=tuple('new' if c == ('old', 7) else c for c in constant.__code__.co_consts))
constant.__code__ = changed
print(constant())
for bad in (dict(co_name=1), dict(co_flags='x'), dict(nothing=1), dict(co_consts=[1])):
    try: code.replace(**bad)
    except Exception as e: print(type(e).__name__)
log = []
old = sys.get_asyncgen_hooks()
print(tuple(old))
sys.set_asyncgen_hooks(firstiter=lambda g: log.append(g.__name__), finalizer=log.append)
async def agen(): yield 1
g, h = agen(), agen()
g.__anext__(); g.__anext__(); h.aclose()
print(log, sys.get_asyncgen_hooks()[1] == log.append)
sys.set_asyncgen_hooks(None, None)
print(tuple(sys.get_asyncgen_hooks()))
for wrong in (dict(firstiter=1), dict(finalizer='x')):
    try: sys.set_asyncgen_hooks(**wrong)
    except TypeError as e: print(e)
