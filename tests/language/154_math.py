# The module math.
import math
print(math.pi, math.e, math.inf, math.nan, math.tau)
print(math.sqrt(16), math.sqrt(2), math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7), math.floor(5), math.floor(1e20), math.fabs(-3))
print(math.sin(0), math.cos(0), math.atan2(1, 1), round(math.sin(1), 12), round(math.tan(1), 12), round(math.acos(0.5), 12), math.degrees(math.pi), math.radians(180))
print(math.exp(0), round(math.exp(1), 12), math.log(1), round(math.log(10), 12), math.log(8, 2), math.log2(1024), math.log10(1000), round(math.log(10 ** 100), 9), math.log1p(0), math.expm1(0))
print(math.pow(2, 10), math.hypot(3, 4), math.fmod(-7, 3), math.modf(3.25), math.frexp(8.0), math.ldexp(0.5, 4), math.copysign(1, -0.0))
print(math.gcd(12, 18), math.gcd(0, 5), math.gcd(-4, 6), math.gcd(2 ** 100, 6 ** 50), math.lcm(4, 6), math.factorial(20), math.factorial(30), math.comb(10, 3), math.perm(5, 2), math.isqrt(99), math.isqrt(10 ** 40))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1.0), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), math.prod([1, 2, 3, 4]), math.prod([], start=5))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.sqrt('a'), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.factorial(1.5),
          lambda: math.floor(math.nan), lambda: math.ceil(math.inf), lambda: math.gcd(1.5), lambda: math.pow(0, -1), lambda: math.isqrt(-1), lambda: math.acos(2), lambda: math.fmod(1, 0), lambda: math.sqrt(), lambda: math.floor([])):
    try:
        print(f())
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__ + ':', e)
