# Every method of lists.
l = [3, 1, 2]
l.append(5)
l.extend([7, 8])
l.extend(x * x for x in (1, 2))
l.insert(0, 'first')
l.insert(-1, 'before last')
l.insert(100, 'end')
print(l)
print(l.pop(), l.pop(0), l.pop(-2), l)
l.remove(1)
print(l, l.count(8), l.index(8), [1, 2, 1].index(1, 1), [1, 2, 1, 1].index(1, 1, 3))
c = l.copy()
c.reverse()
print(c, l, c == l[::-1])
c.clear()
print(c, len(c))
c += 'abc'
c.extend({'k': 1})
c.extend(range(2))
print(c)
self_extended = [1, 2]
self_extended.extend(self_extended)
print(self_extended)
for f in (lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [].append(),
          lambda: [1].extend(5), lambda: [1].pop('a'), lambda: [].insert(1), lambda: [].foo, lambda: [1].count()):
    try:
        f()
    except (IndexError, ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__ + ':', e)
