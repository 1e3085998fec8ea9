# A dict that changes size while walked over says so.
d = {1: 1}
try:
    for k in d:
        d[k + 1] = 1
except RuntimeError as e:
    print(e, d)
d = {1: 1, 2: 2}
try:
    for k in d:
        del d[k]
except RuntimeError as e:
    print(e, d)
d = {1: 1, 2: 2}
for k in d:
    d[k] = d[k] * 10
print(d)
try:
    for k, v in d.items():
        d.clear()
except RuntimeError as e:
    print(e)
d = {1: 1, 2: 2, 3: 3}
try:
    for k in d:
        if k == 1:
            del d[2]
            d[5] = 5
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as e:
    print(e)
it = iter({'a': 1})
print(list(it), list(it), next(it, 'over'))
