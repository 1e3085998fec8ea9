# exec, eval, compile, globals, locals, vars with namespaces of one's own.
x = 'global'
print(eval('x'), eval('x', {'x': 1}), eval('x', {'x': 1}, {'x': 2}), eval('x', {}, {'x': 3}), eval('  \t x'))
g = {}
exec('a = 1; b = a + 1', g); print(sorted(k for k in g if k != '__builtins__'), g['b'], '__builtins__' in g)
l = {}
exec('c = 1\nglobal d\nd = 2\ndef f(): return d', g, l); print(sorted(l), g['d'], l['f']())
try: exec('def h(): return c\nh()', g, l)
except NameError as e: print(e)
exec('class K:\n y = 5\n z = [y for _ in range(2)][0] if 0 else y', g, l); print(l['K'].z)
def function(p):
    q = 2
    exec('q = 3; r = p + 1')
    got = locals()
    return q, got['p'], got.get('q'), got.get('r'), sorted(got)
print(function(1))
def same(): a = 1; return locals() is locals(), vars() == {'a': 1} or sorted(vars())
print(same())
def late():
    before = dict(locals()); x = 1; del_ = 2; del del_
    return before, sorted(locals())
print(late())
def closure():
    c = 1
    def inner():
        c
        return locals()
    d = eval('c'); return inner(), d
print(closure())
def comprehension_locals(): return [sorted(locals()) for i in range(1)]
print(comprehension_locals())
print(eval('[i for i in range(n)]', {'n': 2}), eval('(lambda: n)()', {'n': 4}), eval(compile('1 + 2', 'f', 'eval')))
print(exec('1'), exec(compile('v = 7', 'f', 'exec'), g), g['v'], eval(compile('w = 1', 'f', 'exec')), w)
exec(compile('v', 'f', 'single'), g)
exec(compile('if 1:\n  v\n  None\n  "s"\n', 'f', 'single'), g)
print(eval(b'1 + 1'), eval('"\u00e9"') == '\xe9', exec(b'# coding: latin-1\nu = "\xe9"', g), g['u'] == '\xe9')
def free():
    n = 5
    def get(): return n
    return get
code = free().__code__
for action in (lambda: eval(code), lambda: exec(code), lambda: exec(code, {}, closure=free().__closure__), lambda: exec(code, closure=(1,)),
               lambda: exec('1', closure=()), lambda: exec(compile('1', 'f', 'exec'), closure=free().__closure__), lambda: exec('1', closuer=1),
               lambda: eval(5), lambda: exec(5), lambda: eval('x', 5), lambda: eval('x', [], {}), lambda: exec('x', 5), lambda: eval('x', {}, 5),
               lambda: exec('x', {}, 5), lambda: eval('1 +'), lambda: eval('a = 1'), lambda: exec('\0'), lambda: eval('1\0'),
               lambda: compile('1', 'f', 'other'), lambda: compile('1', 'f', 5), lambda: compile('1', 5, 'eval'), lambda: compile(5, 'f', 'exec'),
               lambda: compile('1', 'f', 'eval', 1 << 30), lambda: compile('1', 'f', 'eval', 0, False, 5), lambda: compile('1', 'f'),
               lambda: compile('x = 1', 'f', 'eval'), lambda: compile('a\nb', 'f', 'single'), lambda: eval(), lambda: exec(), lambda: globals(1),
               lambda: locals(1), lambda: vars(5), lambda: vars(1, 2), lambda: exec('x', None, None, None), lambda: eval('x', {}, {}, {}),
               lambda: eval(code=1), lambda: compile(source='2', filename='f', mode='eval').co_filename, lambda: eval(lambda: 1)):
    try: print(action())
    except Exception as e: print(type(e).__name__, e)
class V: y = 1
v = V(); v.z = 2
print(vars(v), vars(v) is v.__dict__, 'y' in vars(V), globals()['x'], globals() is globals(), locals() is globals())
exec('x = "changed"'); print(x)
class Body:
    m = 1
    exec('n = m + 1')
    print(sorted(k for k in locals() if k[0] != '_'), n)
def make(): exec('def made(): return 9', globals()); return made()
print(make())
def nested_exec():
    out = []
    for i in range(2): exec('out.append(i)'); exec('i = 10')
    return out, i
print(nested_exec())
