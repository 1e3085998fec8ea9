# Assigning to and deleting slices.
l = list(range(6))
l[1:3] = ['a', 'b', 'c', 'd']
print(l)
l[1:5] = []
print(l)
l[1:1] = [10, 20]
print(l)
l[len(l):] = [30]
l[:0] = [-1]
print(l)
l[::2] = [0, 0, 0, 0]
print(l)
l[::-1] = list(range(len(l)))
print(l)
l[1:3] = 'xyz'
l[2:2] = (i for i in range(2))
print(l)
l[:] = l[::2]
print(l)
l[1:2] = l
print(l)
del l[1:3]
print(l)
l = list(range(10))
del l[::3]
print(l)
del l[-1]
del l[5:1]
del l[::-2]
print(l)
del l[:]
print(l)
l = [1, 2, 3, 4]
try:
    l[::2] = [1]
except ValueError as e:
    print(e)
try:
    l[0:2] = 5
except TypeError as e:
    print(e)
try:
    l[::2] = 5
except TypeError as e:
    print(e)
print(l)
l[5:2] = ['z']
print(l)
