# What a comprehension sees, in functions, in classes, in lambdas.
class K:
    a = 5
    c = [z for z in range(a)]
    d = [i * 2 for i in c]
print(K.c, K.d)
try:
    class L:
        a = 5
        b = [a for _ in range(2)]
except NameError as e:
    print(e)
a = 'global a'
class M:
    a = 'class a'
    b = [a for _ in range(1)]
print(M.b)
def f(x):
    return [lambda: x + y for y in range(3)]
print([g() for g in f(10)])
def h(items):
    total = 0
    result = [total + i for i in items]
    total = 100
    return result, [total + i for i in items]
print(h([1, 2]))
def shadow(i):
    l = [i for i in range(3)]
    return i, l
print(shadow('kept'))
def nested(n):
    return [[(i, j, n) for j in range(i)] for i in range(n)]
print(nested(3))
gen = (x for x in [1, 2, 3] if x > threshold)
threshold = 1
print(list(gen))
def leak():
    [i for i in range(3)]
    try:
        return i
    except NameError as e:
        return str(e)
print(leak())
