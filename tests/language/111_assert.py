# assert.
assert True
assert 1 == 1, 'not evaluated'
try:
    assert False
except AssertionError as e:
    print(repr(e), str(e) == '')
try:
    assert 0, 'message'
except AssertionError as e:
    print(repr(e), e)
try:
    assert [], ('a', 1)
except AssertionError as e:
    print(repr(e))
try:
    assert (x := 5) > 9, f'{x} is too small'
except AssertionError as e:
    print(e)
def check(n):
    assert isinstance(n, int), 'n must be int, not %s' % type(n).__name__
    assert n >= 0
    return n
for v in (5, 'a', -1):
    try:
        print(check(v))
    except AssertionError as e:
        print('failed:', e)
