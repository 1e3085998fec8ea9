# Containers and text: what special methods must answer.
def run(code):
    try:
        exec(code, {"__name__": "__main__"})
    except BaseException as error:
        print("  !", type(error).__name__, error)


for code in r'''
class A:
    def __contains__(s,x): raise ValueError('c')
1 in A()
---
class A:
    __contains__=None
1 in A()
---
class A:
    def __reversed__(s): return 'rev'
    def __length_hint__(s): return 5
    def __iter__(s): return iter(())
    def __missing__(s,k): return k
print(reversed(A()), list(A()))
---
class D(dict):
    def __missing__(s,k): return k*2
d=D(a=1); print(d['a'],d['b'],d.get('b'),'b' in d, d)
---
class L(list):
    def __getitem__(s,i): return 'item'
    def __len__(s): return 99
    def append(s,x): super().append(x*2)
l=L([1]); l.append(2); print(l, l[0], len(l), list(l), l==[1,4], l+[5], type(l+[5]), type(l[:]), l*2, sorted(l), bool(L()))
---
class I(int):
    def __add__(s,o): return I(int(s)+o+100)
    def __repr__(s): return 'I(%d)'%int(s)
i=I(5); print(i+1, 1+i, i-1, type(i-1), i*2, -i, type(-i), i==5, hash(i)==hash(5), {5:1}[i], '%d'%i, f'{i}', f'{i:d}', str(i), i.real, type(+i), I.from_bytes(b'\1','big'), type(I.from_bytes(b'\1','big')))
---
class S(str):
    def upper(s): return 'UP'
    def __str__(s): return 'strS'
    def __len__(s): return 77
s=S('abc'); print(s, s.upper(), s.lower(), type(s.lower()), s+'d', type(s+'d'), s[0], len(s), s=='abc', {'abc':1}[s], '%s'%s, f'{s}', ''.join([s]), repr(s), s.encode(), type(str(s)))
---
class T(tuple):
    def __new__(cls,*a): return super().__new__(cls,a)
t=T(1,2,3); print(t, t[0], t[1:], type(t[1:]), t+(4,), type(t*2), hash(t)==hash((1,2,3)), t==(1,2,3), len(t)); a,b,c=t; t.x=1; print(t.x)
---
class F(float):
    def __repr__(s): return 'F'
f=F(1.5); print(f, f+1, type(f+1), f==1.5, hash(f)==hash(1.5), f.hex(), F.fromhex('0x1p1'), type(F.fromhex('0x1p1')), round(f), f'{f:.2f}', '%s'%f, str(f))
---
class S(set):
    pass
s=S([1,2]); print(s, s|{3}, type(s|{3}), s=={1,2}, s.copy(), type(s.copy()), S()); s.x=1; s|={5}; print(type(s), s)
---
class B(bytes): pass
b=B(b'ab'); print(b, b+b'c', type(b+b'c'), b[0], b[:1], type(b[:]), b==b'ab', b.upper(), B(3), B('a','ascii'), B.fromhex('61'), type(B.fromhex('61')))
---
class B(bytearray): pass
b=B(b'ab'); b.x=1; print(b, b+b'c', type(b+b'c'), type(b[:]), b==b'ab', B(3), type(b.upper())); b+=b'z'; print(type(b),b)
---
class D(dict):
    def __setitem__(s,k,v): super().__setitem__(k,v*2)
d=D(a=1); d['b']=2; d.update(c=3); d.setdefault('e',4); print(d, D.fromkeys('ab',1), type(D.fromkeys('a')), type(d.copy()), d|{'z':1}, type(d|{}), dict(d), {**d})
---
class E(Exception):
    def __init__(self,a,b): super().__init__(a); self.b=b
e=E(1,2); print(repr(e), e.args, e.b, str(e)); raise e
---
class E(Exception):
    def __str__(s): return 'custom'
raise E(1)
---
class M(type):
    def __call__(cls,*a): print('call',cls.__name__,a); return super().__call__(*a)
    def __getattr__(cls,n): return 'meta '+n
    def __len__(cls): return 7
    def __contains__(cls,x): return x==1
    def __iter__(cls): return iter([1,2])
    def __getitem__(cls,k): return ('item',k)
    def __repr__(cls): return '<M %s>'%cls.__name__
    def __add__(cls,o): return 'added'
    @property
    def p(cls): return 'prop'
class C(metaclass=M):
    def __init__(s,*a): pass
C(1); print(C.foo, len(C), 1 in C, list(C), C[5], C, C+1, C.p, type(C), isinstance(C,M)); C().foo
'''.split("---\n"):
    run(code)
