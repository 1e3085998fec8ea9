# Functions: parameters, results, attributes.
def add(a, b):
    """Add two things."""
    return a + b
def nothing():
    return
def early(n):
    if n > 0:
        return 'positive'
print(add(1, 2), add('a', 'b'), add(b=1, a=5), nothing(), early(1), early(0))
print(add.__name__, add.__doc__, add.__qualname__, callable(add), type(add).__name__)
f = add
print(f is add, f(3, 4), [add, len][0](5, 6), {'op': add}['op'](7, 8))
def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)
print(factorial(5), factorial(30))
def is_even(n): return n == 0 or is_odd(n - 1)
def is_odd(n): return n != 0 and is_even(n - 1)
print(is_even(20), is_odd(20))
def outer():
    def inner():
        return inner.__qualname__
    return inner
print(outer()(), outer().__name__)
add.note = 'attribute'
print(add.note, hasattr(add, 'other'), add.__defaults__, add.__module__)
def twice(f, x): return f(f(x))
print(twice(lambda v: v * 3, 2), twice(str.upper, 'x'))
def many(a, b, c, d, e, f, g, h, i, j): return a + b + c + d + e + f + g + h + i + j
print(many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), many(*range(10)), many(j=1, i=2, h=3, g=4, f=5, e=6, d=7, c=8, b=9, a=10))
