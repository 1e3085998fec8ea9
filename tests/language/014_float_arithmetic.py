# Float arithmetic, floor division, remainders, infinities, comparisons.
print(1.5 + 2.25, 1.5 - 2.25, 1.5 * 2.25, 1.5 / 2.25, 7.5 // 2, 7.5 % 2, -7.5 // 2, -7.5 % 2)
print(7.5 % -2, -0.0 // 1, 5 % -1e308, divmod(-1e-20, 3.0), divmod(7.5, 2), 1e16 % 3)
print(1 + 1.5, 1.5 + 1, 2 * 1.5, 3 - 0.5, 1 / 4.0, 2 ** 0.5, 2.0 ** 3)
inf = float('inf')
nan = float('nan')
print(inf, -inf, nan, inf + 1, inf - inf, inf * 0, 1 / inf, -1 / inf, inf == inf, nan == nan)
print(nan != nan, nan < 1, nan > 1, 1 < inf, -inf < inf, inf > 10 ** 400, -inf < -10 ** 400)
print(0.0 == -0.0, 1.0 == 1, 1.5 < 2, 2 < 1.5, 0.1 + 0.2 == 0.3, 2 ** 53 == 2.0 ** 53)
print(2 ** 53 + 1 == 2.0 ** 53, 2 ** 53 + 1 > 2.0 ** 53, 10 ** 22 == 1e22, 10 ** 23 == 1e23)
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0),
          lambda: 1.5 + 'a', lambda: 1.5 << 1, lambda: 1e200 ** 2):
    try:
        print(f())
    except (ZeroDivisionError, TypeError, OverflowError) as e:
        print(type(e).__name__ + ':', e)
print(-1.5, +1.5, -(-1.5), abs(-1.5), abs(-0.0), 1.0.is_integer(), (1.5).is_integer())
