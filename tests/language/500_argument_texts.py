# Every complaint about arguments.
def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c): pass
def f4(a, b, c, d): pass
def d1(a, b=1): pass
def d2(a, b=1, c=2): pass
def p1(a, /): pass
def p2(a, b, /, c): pass
def p3(a, /, b=1, *, c): pass
def k1(*, k): pass
def k2(*, k, l): pass
def k3(a, *, k, l=1, m): pass
def v1(*a): pass
def v2(a, *b, k=1): pass
def w1(**k): pass
def w2(a, /, **k): return k
class C:
    def m(self, a): pass
    @classmethod
    def c(cls, a): pass
    @staticmethod
    def s(a): pass
    def none(): pass
    def __call__(self, x): pass
class I:
    def __init__(self, a, *, b): pass
lam = lambda x, *, y: 0
calls = '''f0(1) f0(1,2) f0(x=1) f1() f1(1,2) f1(1,2,3) f1(b=1) f1(1,a=2) f1(1,b=2) f2() f2(1) f2(b=1) f2(1,2,3) f3() f3(1) f3(b=1) f4() f4(c=1)
d1() d1(1,2,3) d1(b=2) d2() d2(1,2,3,4) d2(c=1) d2(1,2,b=3) p1() p1(a=1) p1(1,2) p2(1,b=2,c=3) p2(a=1,b=2,c=3) p2(1,2) p2(1,2,3,4) p3(1) p3(a=1,c=2) p3(1,2,3)
p3(1,2,3,c=4) k1() k1(1) k1(1,k=2) k1(z=1) k2() k2(k=1) k2(1,2) k2(1,k=2,l=3) k3() k3(1) k3(1,m=1) k3(1,2,k=3) k3(1,2,k=3,m=4) v1(a=1) v2() v2(1,2,3,z=4) v2(a=1,b=2)
w1(1) w1(1,a=2) w2() w2(1,a=2) w2(a=1) C().m() C().m(1,2) C().m(b=1) C.m() C.m(1) C.c() C.c(1,2) C.s() C.s(1,2) C().none() C()() C()(1,2) I() I(1) I(1,2) I(1,b=2,c=3) I(b=1)
lam() lam(1) lam(1,2) lam(1,y=2,z=3) f1(*[1,2]) f1(*5) f1(**5) f1(**{1:2}) f1(*[1],**{'a':2}) f2(**{'a':1,'c':2}) f2(*[],**{}) f1(1,*[],**{'x':3}) f1(*None) f1(**None)
f1(**{'a':1},**{'a':2}) w1(**{'a':1},**{'a':2}) w1(a=1,**{'a':2}) w1(**{'a':1,1:2}) f1(a=1,**{'b':2}) C(1) C(x=1) len(*[],**{}) len(1,2) len(x=1) print(foo=1) int(1,2,3) C().m(*5) f1.__call__() (1)() 'a'(1) None(1) C.x()
'''.split()
for call in calls:
    try: result = eval(call)
    except Exception as e: print(call, '->', type(e).__name__ + ':', e)
    else: print(call, '->', result)
