# % formatting of ints.
print('%d %i %u' % (1, -2, 3), '%5d|%-5d|%05d|%+d|% d' % (42, 42, 42, 42, 42))
print('%x %X %o %#x %#X %#o' % (255, 255, 8, 255, 255, 8), '%x' % -255, '%08x' % 48879, '%-8x|' % 255)
print('%d' % 3.99, '%d' % -3.99, '%d' % True, '%d' % 10 ** 3, '%s' % 10)
print('%d' % 123456789012345678901234567890, '%x' % 2 ** 70, '%40d' % 2 ** 70, '%.5d' % 42, '%8.5d|' % -42)
print('%c%c%c' % (72, 'i', 0x20ac), '%5c|%-5c|' % ('a', 'b'))
print('%d%%' % 50, '%%', '%%d' % (), '%*d' % (6, 42), '%-*d|' % (6, 42), '%+05d' % 7, '%+ d' % 7)
print('%d, %d' % (1, 2), '%(a)d %(b)05d' % {'a': 1, 'b': 2}, '%(x)s' % {'x': 'y', 'z': 0})
for f in (lambda: '%d' % 'a', lambda: '%d' % None, lambda: '%d %d' % (1,), lambda: '%d' % (1, 2), lambda: '%x' % 1.5,
          lambda: '%y' % 1, lambda: '%' % 1, lambda: '%(a)d' % {}, lambda: '%(a)d' % 5, lambda: '%c' % 'ab',
          lambda: '%c' % -1, lambda: 'abc' % 1, lambda: '%d' % float('inf'), lambda: '%(a' % {}):
    try:
        print(f())
    except (TypeError, ValueError, KeyError, OverflowError) as e:
        print(type(e).__name__ + ':', e)
