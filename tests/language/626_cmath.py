# cmath: every function, on both sides of every branch cut.
import cmath, math
pts = [0, 1, -1, 1j, -1j, 1+1j, 1-1j, -1+1j, -1-1j, 0.5, -0.5, 2, -2, 0.3+0.7j, -3.5+0.1j, 1e-300+1e-300j, 1e300+1e300j, 1e-8+1j, 100+0.5j, 0.71+0.02j, 1.0000001+1e-9j, -0.0, complex(-0.0,-0.0), complex(2,-0.0), complex(-2,-0.0), 5e-324, complex(0, 5e-324), 700+1j, -700+1j,710+1j, 1e154+1e154j, complex(1, 1e-200)]
for f in ('sqrt','exp','log','log10','sin','cos','tan','asin','acos','atan','sinh','cosh','tanh','asinh','acosh','atanh','phase','polar'):
    for z in pts:
        try: print(f, z, getattr(cmath, f)(z))
        except (ValueError, OverflowError) as e: print(f, z, type(e).__name__, e)
inf, nan = math.inf, math.nan
for r in (0, 1, -1, inf, -inf, nan, 2.5):
    for p in (0.0, -0.0, 1, -1, inf, nan, 4):
        try: print(r, p, cmath.rect(r, p))
        except ValueError as e: print(r, p, e)
print(cmath.log(8, 2), cmath.log(1j, 1+1j), cmath.isclose(1+1j, 1+1.0000000001j), cmath.isclose(0, 1e-12, abs_tol=1e-9), cmath.isfinite(1j), cmath.isinf(complex(inf, 1)), cmath.isnan(complex(1, nan)), cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj)
class C:
    def __complex__(self): return 1+2j
class F:
    def __float__(self): return 4.0
class I:
    def __index__(self): return 9
print(cmath.sqrt(C()), cmath.sqrt(F()), cmath.sqrt(I()))
