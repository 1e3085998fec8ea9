# Indentation, continuation, comments, semicolons, brackets over lines.
if a:
	b
	if c: d; e;
	else:
	        f
# comment at the wrong depth
    # and another

x = 1 + \
    2 ; y = 3;

foo(a,  # comment
    b,

    # alone
    c)
while x: pass
try: a
except: b
else: c
finally: d
def f(): return
class C: x = 1; y: int = 2
if a:
    pass
elif b:
    pass  # trailing
elif c: pass
else:

    pass
for (i) in (a, b): continue
with (a): pass
with (a, b): pass
with (a, b) as c: pass
with (a as b, c as d,): pass
with (yield_ := a): pass
with a, b as c, d as (e, f): pass
with (a), (b): pass
with (): pass
with (a).b as c, d: pass
with (*a, b): pass
with (lambda: a): pass
with (a for b in c): pass
@a.b[c](d)
@(e := f)
async def g(): await h; [i async for i in j if await k]; return
x[a:b, ::c, d:, :e, *f]; x[a, ]; x[*a]; x[a:=b]
