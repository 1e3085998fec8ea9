# % formatting of floats and strings.
print('%f %e %g' % (3.14159265, 3.14159265, 3.14159265), '%.2f %.0f %.3e %.3g' % (2.675, 2.5, 12345.678, 12345.678))
print('%10.3f|%-10.3f|%010.3f|%+.1f|% .1f' % (3.14159, 3.14159, -3.14159, 2.0, 2.0))
print('%g %g %g %g %g' % (1e-5, 0.0001, 1e15, 1e16, 123456789.0), '%G %E %F' % (1e-10, 1e-10, 1.5))
print('%f %f %F' % (float('inf'), float('nan'), float('inf')), '%5.1f|%-8f|' % (float('inf'), float('-inf')))
print('%.10g %.17g %.1g' % (0.1, 0.1, 0.15), '%#g %#.0f %#x' % (1.0, 1.0, 1), '%f' % 10 ** 20, '%.3f' % True)
print('%s %r %a' % ('x', 'x', '\xe9'), '%10s|%-10s|%.2s|%10.2s|' % ('ab', 'ab', 'abcdef', 'abcdef'))
print('%s %s %s %s' % (None, [1, 'a'], (1, 2), {'k': 1.5}), '%s' % (('a', 'b'),), '%r' % ('t',))
print('%s' % 1.0, '%s' % 1e100, '%r' % 0.1, '%5s|%5r|' % (True, None), '%.3s' % 12345, '%s and %s' % ('a', 'b'))
print('%*.*f|' % (10, 2, 3.14159), '%-*s|' % (5, 'ab'), '%.*s' % (2, 'abc'))
print('%.0f %.0f %.0f %.0f' % (0.5, 1.5, 2.5, 3.5), '%.2f %.2f' % (1.005, 0.125), '%.20f' % 0.1, '%.1f' % 0.05)
try:
    '%f' % 'a'
except TypeError as e:
    print(e)
class Point:
    def __repr__(self):
        return 'Point()'
    def __str__(self):
        return 'a point'
print('%s %r' % (Point(), Point()))
