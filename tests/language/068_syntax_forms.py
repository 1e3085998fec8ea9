# Comments, semicolons, continuation, indentation, docstrings.
"""A module docstring."""
a = 1; b = 2; print(a, b);
c = (1 +
     2 +   # a comment inside
     3)
d = 1 + \
    2
if a: print('one line'); print('two statements')
if a:
  print('two spaces')
if b:
        print('eight spaces')
def f(): return 'inline'
def g():
	return 'tab'
class C: x = 5; y = 6
class D: pass
def documented():
    """The docstring."""
print(c, d, f(), g(), C.x + C.y, documented.__doc__, __doc__, f.__doc__)
pass; pass
x = [
    1,
    2,

    # a comment alone
    3,
]
print(x, len([1, 2, 3,]), (1, 2,), {'a': 1,}, f(
))
for i in range(2): pass
else: print('done')
if True:
    pass
# a comment at another depth
        # and deeper
    # and here
else:
    pass
print((lambda: (
    'multi'
    'line'))())
if a:

    print('after a blank line')

'a string statement'
1 + 1
