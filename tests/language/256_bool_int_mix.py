# bools among ints in arithmetic, formatting, indexing, dict keys, sums.
t, f = True, False
print(t + t, t - f, t * 3, t / 2, t // 2, t % 2, t ** 2, -t, ~f, t << 3, t | 4, t & f, t ^ t, divmod(t, 2))
print(t == 1, t < 2, f >= 0, t + 1.5, t * 'a', [1, 2][t], 'ab'[f], {1: 'one'}[t], (5, 6)[t:])
print(sum([t, f, t]), max(t, 0), min(f, 1), abs(t), round(t), int(t), float(f), str(t), repr(f), bool(t), hash(t), bin(t), '%d %s %r %5s|' % (t, t, t, f))
print(sorted([3, t, f, 2]), [t, f].count(1), [t].index(1), range(t, 5)[0], list(range(t)), t in [1], 1 in {t}, isinstance(t, int), type(t + f), type(t & f), type(t and 1), type(not 5))
print(1 if t else 2, t and 'x', f or 'y', not t, t != f, t > f, any([f, t]), all([t, 1]), (t, f) < (t, t), [t] == [1], t.real, t.bit_length())
print(format(t), format(t, 'd'), format(f, '>5'), f'{t:d}{f:d}', '{}'.format(t), 'x' * f + 'y' * t, divmod(7, t), pow(2, t), int('1') == t)
