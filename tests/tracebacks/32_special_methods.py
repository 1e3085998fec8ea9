class A:
    def __getitem__(self, i): raise KeyError(i)
    def __add__(self, o): raise TypeError('no')
a = A()
try: a[0]
except KeyError: a + 1
