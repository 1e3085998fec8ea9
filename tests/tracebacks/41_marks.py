def f(a,b): return (a)(b)
class A: pass
def t(fn):
    import sys
    try: fn()
    except Exception as e: sys.__excepthook__(type(e), e, e.__traceback__)
x = 1; y = 'a'; z=[1,2]
def a1(): return (x) + (y)
def a2(): return  ( x   +   y )
def a3(): return (x+1)//(y) 
def a4(): return z[x + 5]
def a5(): return z [ x ] [ 3 ]
def a6(): return (z)[(x)][(7)]
def a7(): foo(x,
   y)
def a8(): return x.bar + 3
def a9(): z[5] = 7
def a10(): return -y
def a11(): return ('é' + 'ü') + 5  # c
def a12():   x.appendd   
def a13():
	return	z[9]
def a14(): return x **y
def a15(): return x @ y + 1
def a16(): return (x) + (
    y)
def a17(): z[0] += y
def a18(): return x in 5
def a19(): return x < y
def a20(): return (x)   /   (0)
for fn in (a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13,a14,a15,a16,a17,a18,a19,a20): t(fn)
