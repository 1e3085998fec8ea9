# Changing a list while walking over it.
l = [1, 2, 3]
for x in l:
    if x < 3:
        l.append(x + 10)
    if len(l) > 6:
        break
print(l)
l = [1, 2, 3, 4, 5, 6]
for x in l:
    l.remove(x)
print(l)
l = [1, 2, 3, 4]
for i, x in enumerate(l):
    if x % 2:
        l[i] = x * 10
print(l)
l = list(range(5))
seen = []
for x in reversed(l):
    seen.append(x)
    l.pop(0) if len(l) > 2 else None
print(seen, l)
it = iter(l)
print(next(it))
l.append('late')
print(list(it))
l.append('too late')
print(list(it))
l = [3, 1, 2]
try:
    l.sort(key=lambda x: l.append(1) or x)
except ValueError as e:
    print(e)
