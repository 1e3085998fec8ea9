# Operators: reflected, in place, conversions, what they refuse.
def run(code):
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        print("  !", type(error).__name__, error)


for code in r'''
class A:
    def __iadd__(s,o): return 'i'
    def __isub__(s,o): return 'is'
a=A(); a+=1; print(a); a=A(); a-=1; print(a); a=A(); a*=1
---
class A:
    def __pow__(s,o,m=None): return ('pow',o,m)
    def __rpow__(s,o): return ('rpow',o)
    def __ipow__(s,o): return ('ipow',o)
print(A()**2, 2**A(), pow(A(),2,3)); a=A(); a**=2; print(a); pow(2,A(),3)
---
class A:
    def __matmul__(s,o): return '@'
    def __rmatmul__(s,o): return 'r@'
    def __divmod__(s,o): return 'dm'
    def __rdivmod__(s,o): return 'rdm'
    def __floordiv__(s,o): return '//'
print(A()@1, 1@A(), divmod(A(),1), divmod(1,A()), A()//1); 1//A()
---
class A:
    def __len__(s): return -1
len(A())
---
class A:
    def __len__(s): return 'x'
len(A())
---
class A:
    def __len__(s): return 2**100
len(A())
---
class A:
    def __bool__(s): return 1
bool(A())
---
class A:
    def __index__(s): return 'a'
[1][A()]
---
class A:
    def __index__(s): return 1
print([1,2][A()], hex(A()), range(A()), 'abc'[A():], int(A()), float(A()), complex(A()), [0]*A())
---
class A:
    def __int__(s): return 1.5
int(A())
---
class A:
    def __float__(s): return 1
float(A())
---
class A:
    def __str__(s): return 1
str(A())
---
class A:
    def __repr__(s): return 1
repr(A())
---
class A:
    def __format__(s,f): return 5
format(A())
---
class A:
    def __iter__(s): return 1
iter(A())
---
class A:
    def __next__(s): return 1
    __iter__=None
for x in A(): pass
---
class A:
    def __getitem__(s,i):
        if i>2: raise IndexError
        return i*10
print(list(A()), 20 in A(), list(reversed([1])), A()[1]); reversed(A())
---
class A:
    def __contains__(s,x): return 'yes'
print(1 in A(), 1 not in A())
'''.split("---\n"):
    run(code)
