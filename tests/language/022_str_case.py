# Methods that change or test the case.
for s in ('hello World', 'ABC', 'abc', 'x1y2', '', "they're bill's", '\xe9t\xe9 \xd6L', 'ab_cd', '\xdf'):
    print(repr(s), s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
    print(s.isupper(), s.islower(), s.istitle())
print('Title Case'.istitle(), 'Title case'.istitle(), 'A'.istitle(), '1'.isupper(), 'A1'.isupper())
