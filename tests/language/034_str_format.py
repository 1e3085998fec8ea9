# str.format: fields, positions, names, attributes, items, conversions, nesting.
print('{} {}'.format(1, 'a'), '{0} {1} {0}'.format('x', 'y'), '{a}-{b}'.format(a=1, b=2), '{{}} {}'.format(5))
print('{:>5}|{:<5}|{:^5}|'.format('a', 'b', 'c'), '{:.2f} {:05d} {:x}'.format(3.14159, 42, 255), '{:,}'.format(1234567))
print('{!r} {!s} {!a}'.format('x', 'y', '\xe9'), '{!r:>6}|{0!r}'.replace('{0!r}', '').format('q'))
print('{0[0]} {0[1]} {1[key]}'.format([10, 20], {'key': 'v'}), '{0.real} {x.imag}'.format(5, x=7))
print('{:{}}|{:{w}.{p}f}|'.format('ab', 6, 3.14159, w=8, p=2), '{0:{1}}'.format('x', '>4'))
print('{} {name} {}'.format(1, 2, name='n'), '{}'.format(None), '{:10}|'.format(True), '{}{}'.format([], ()))
for f in (lambda: '{}'.format(), lambda: '{1}'.format(0), lambda: '{a}'.format(), lambda: '{'.format(), lambda: '}'.format(),
          lambda: '{0} {}'.format(1, 2), lambda: '{} {0}'.format(1, 2), lambda: '{0.x}'.format(5), lambda: '{0[5]}'.format([1]), lambda: '{!z}'.format(1)):
    try:
        print(f())
    except (IndexError, KeyError, ValueError, AttributeError) as e:
        print(type(e).__name__ + ':', e)
print('{:%}'.format(0.25), '{:+} {: }'.format(5, 5), '{:b}'.format(10), '{0:d} {0:x} {0:o}'.format(8))
print('{a[0].real}'.format(a=[1.5]), '{:s}'.format('s'), '{:c}'.format(65))
