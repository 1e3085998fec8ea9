# Indexing and slicing of strings.
s = 'abcdefghij'
print(s[0], s[9], s[-1], s[-10], s[True])
print(s[2:5], s[:3], s[7:], s[:], s[-3:], s[:-3], s[2:-2], s[5:2], s[20:], s[-50:3])
print(s[::2], s[1::3], s[::-1], s[8:2:-2], s[-1:-5:-1], s[::100], s[5:5], s[::-3])
print(s[None:4], s[4:None], s[None:None:2], s[10 ** 30:], s[:10 ** 30], s[-10 ** 30:2])
for f in (lambda: s[10], lambda: s[-11], lambda: ''[0], lambda: s['a'], lambda: s[1.0],
          lambda: s[::0], lambda: s['a':], lambda: s[10 ** 30], lambda: s[None]):
    try:
        f()
    except (IndexError, TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
try:
    s[0] = 'x'
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
e = 'h\xe9llo w\u20acrld \U0001f600!'
print(e[1], e[7], e[12], e[::-1], e[1:8], len(e))
