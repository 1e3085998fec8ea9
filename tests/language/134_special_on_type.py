# Special methods are looked up on the class, not on the instance.
class A:
    def __len__(self):
        return 3
a = A()
a.__len__ = lambda: 99
print(len(a), bool(a), a.__len__())
class C:
    pass
c = C()
c.__add__ = lambda other: 'instance add'
c.__call__ = lambda: 'called'
c.__str__ = lambda: 'str'
for f in (lambda: c + 1, lambda: c(), lambda: c[0]):
    try:
        f()
    except TypeError as e:
        print(e)
C.__add__ = lambda self, other: 'class add'
print(c + 1)
C.__getitem__ = lambda self, key: key * 2
C.__len__ = lambda self: 0
print(c[5], bool(c), len(c))
del C.__len__
print(bool(c))
class D(C):
    pass
print(D() + 1, D()['x'])
D.__eq__ = lambda self, other: 'equal'
print(D() == 1)
C.__iter__ = lambda self: iter('late')
print(list(c), list(D()))
