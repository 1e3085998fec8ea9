# None, Ellipsis and NotImplemented as values.
print(None, ..., Ellipsis, NotImplemented, [None, ...])
print(None is None, None == None, None != 0, None == False, not None, bool(...))
print(type(None).__name__, type(...).__name__, type(NotImplemented).__name__)
def nothing():
    pass
def ellipsis(): ...
print(nothing(), ellipsis(), nothing() is ellipsis())
x = None
if x is None and x is not ...:
    print('none')
for f in (lambda: None + 1, lambda: None.x, lambda: None[0], lambda: None(), lambda: len(None),
          lambda: None < None, lambda: -None, lambda: [x for x in None]):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__ + ':', e)
print({None: 1}[None], (None,) == (None,), hash(None) == hash(None))
