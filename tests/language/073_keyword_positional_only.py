# Keyword-only and positional-only parameters.
def k(a, *, b, c=3): return a, b, c
def p(a, b=2, /, c=3): return a, b, c
def both(a, /, b, *, c): return a, b, c
def anything(a, /, **kw): return a, kw
print(k(1, b=2), k(a=1, b=2, c=4), p(1), p(1, 5), p(1, c=7), both(1, 2, c=3), both(1, b=2, c=3), anything(1, a=2))
for call in (lambda: k(1, 2), lambda: k(1), lambda: k(b=1), lambda: p(a=1), lambda: p(), lambda: p(1, b=2), lambda: both(1, 2, 3),
             lambda: both(a=1, b=2, c=3), lambda: both(1, c=3), lambda: p(1, 2, 3, 4), lambda: both(1, 2), lambda: k(1, b=2, d=5)):
    try:
        call()
    except TypeError as e:
        print(e)
def three(*, x, y, z): return x
try:
    three()
except TypeError as e:
    print(e)
try:
    three(x=1)
except TypeError as e:
    print(e)
