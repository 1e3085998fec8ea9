# What a code object says of itself.
def f(a, b=1, /, c=2, *rest, d, e=3, **named):
    """doc"""
    x = [i for i in rest]
    def inner():
        nonlocal x
        return x, a
    return inner, 'text', 2.5, len(named)
code = f.__code__
print(code.co_name, code.co_qualname, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount)
print(code.co_varnames, code.co_names, code.co_cellvars, code.co_freevars, code.co_nlocals)
print(code.co_flags & 0xff, code.co_firstlineno, code.co_filename[-22:], code.co_consts[0])
print([c.co_name for c in code.co_consts if hasattr(c, 'co_name')], 'text' in code.co_consts, 2.5 in code.co_consts)
inner = f(1, d=2)[0]
print(inner.__code__.co_freevars, inner.__code__.co_qualname, inner.__code__.co_flags)
class C:
    def method(self):
        yield 1
    async_flags = (lambda: (yield)).__code__.co_flags
print(C.method.__code__.co_qualname, C.method.__code__.co_flags, C.async_flags)
print(all(start < end for start, end, line in code.co_lines()))
positions = list(code.co_positions())
print({p[0] for p in positions} <= set(range(1, 30)), all(len(p) == 4 for p in positions))
module = compile('x = 1\ny = x + 2\n', 'made.py', 'exec')
print(module.co_name, module.co_qualname, module.co_filename, module.co_flags, module.co_names, module.co_consts)
print(module, type(module)) if False else print(repr(module)[:22], type(module))
renamed = code.replace(co_name='g', co_filename='elsewhere', co_firstlineno=100, co_qualname='h.g')
print(renamed.co_name, renamed.co_filename, renamed.co_firstlineno, renamed.co_qualname, code.co_name)
def constant():
    return 'one', 1
constant.__code__ = constant.__code__.replace(co_consts=tuple(
    ('two', 2) if c == ('one', 1) else c for c in constant.__code__.co_consts))
print(constant())
exec(module.replace(co_names=('u', 'v')))
print(u, v)
for change in {'co_name': 3}, {'co_consts': [1]}, {'co_argcount': 'x'}, {'co_nothing': 1}:
    try:
        code.replace(**change)
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
def make():
    return lambda x: x + 1
print(make().__code__ is make().__code__, make().__code__ == make().__code__)
one, two = compile('a + 1', '', 'eval'), compile('a + 1', '', 'eval')
print(one == two, hash(one) == hash(two), one == compile('a + 2', '', 'eval'), one != 3)
try:
    code.co_name = 'x'
except AttributeError as e:
    print(e)
