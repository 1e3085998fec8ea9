# del of names, items, attributes, slices.
x = 1
del x
try:
    x
except NameError as e:
    print(e)
a, b, c = 1, 2, 3
del a, (b, [c])
try:
    print(b)
except NameError as e:
    print(e)
l = list(range(6))
del l[1:4]
print(l)
del l[-1], l[0]
print(l)
d = {'a': 1, 'b': 2}
del d['a']
print(d)
class C:
    attribute = 'class'
o = C()
o.attribute = 'instance'
del o.attribute
print(o.attribute)
try:
    del o.attribute
except AttributeError as e:
    print(e)
del C.attribute
print(hasattr(o, 'attribute'))
def f():
    y = 1
    del y
    try:
        y
    except UnboundLocalError as e:
        print(e)
    y = 2
    return y
print(f())
def g():
    v = 'cell'
    def h():
        return v
    print(h())
    del v
    try:
        h()
    except NameError as e:
        print(e)
g()
try:
    del undefined
except NameError as e:
    print(e)
