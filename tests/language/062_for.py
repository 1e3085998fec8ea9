# for, break, continue, else, over every kind of thing.
for x in [1, 2, 3]:
    print(x, end=' ')
for c in 'abc':
    print(c, end=' ')
for k in {'x': 1, 'y': 2}:
    print(k, end=' ')
for t in ((1, 2), (3, 4)):
    print(t, end=' ')
for a, b in ((1, 2), (3, 4)):
    print(a + b, end=' ')
for i, (a, b) in enumerate(zip('ab', 'cd'), 1):
    print(i, a, b, end=' ')
print()
for i in range(10):
    if i == 3:
        continue
    if i == 6:
        break
    print(i, end=' ')
else:
    print('not printed')
for i in range(2):
    pass
else:
    print('else', i)
for i in []:
    pass
else:
    print('still', i)
for i in range(3):
    for j in range(3):
        if j == 2:
            break
        if i == 1:
            continue
        print(i, j, end='; ')
    else:
        print('never')
print()
for x in (1, 2):
    pass
d = {}
for d['k'] in range(3):
    pass
print(d)
l = [0, 0]
for i, l[i] in enumerate('xy'):
    pass
print(l)
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)
