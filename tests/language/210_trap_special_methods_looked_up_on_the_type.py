# Trap: special methods looked up on the type.
class A:
    def __len__(self): return 3
a = A(); a.__len__ = lambda: 99
print(len(a), bool(a))
class B:
    def __add__(s, o): return NotImplemented
    def __radd__(s, o): return 'radd'
class C(B):
    def __radd__(s, o): return 'C.radd'
print(B() + C())
try: B() + B()
except TypeError as e: print(e)
class E:
    def __eq__(s, o): return True
try: hash(E())
except TypeError as e: print(e)
