# decimal, fractions, statistics, numbers.
from decimal import *
print(Decimal('1.1') + Decimal('2.2'), Decimal(1) / Decimal(3), Decimal('1e10').sqrt(), Decimal('3.14159').quantize(Decimal('.01')), round(Decimal('2.675'), 2), Decimal(10) ** 20, str(Decimal('1E+3')), Decimal('NaN'), Decimal('-0'), Decimal(0.1))
getcontext().prec = 50; print(Decimal(2).sqrt(), Decimal(1).exp(), Decimal(10).ln())
with localcontext() as c:
    c.prec = 5; print(Decimal(1) / 7)
try: Decimal(1) / 0
except DivisionByZero as e: print(type(e).__name__)
from fractions import Fraction as F
print(F(1, 3) + F(1, 6), F('0.125'), F(3.5), F(7, 3) // 1, F(22, 7).limit_denominator(5), float(F(1, 3)), F(1,2) ** 2, F(-3, 4) % 1, hash(F(1,2)) == hash(0.5), repr(F(2,4)))
import statistics as s
print(s.mean([1,2,3,4]), s.median([1,3,2]), s.stdev([1,2,3,4]), s.mode('aab'), s.variance([1.5,2.5]), s.quantiles(range(10)), s.fmean([1,2]), s.pstdev([1,2,3]), s.harmonic_mean([1,2]), s.geometric_mean([1,4]), s.multimode('aabb'), s.correlation([1,2,3],[2,4,7]), s.NormalDist(0,1).cdf(1), s.NormalDist().inv_cdf(.9), s.linear_regression([1,2],[3,4]))
