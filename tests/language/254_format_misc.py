# Formatting of mixed things, as reports do it.
rows = [('apple', 3, 1.25), ('banana', 12, 0.5), ('cherry', 150, 12.0)]
print('%-10s|%5s|%8s' % ('name', 'count', 'price'))
print('-' * 25)
for name, count, price in rows:
    print('%-10s|%5d|%8.2f' % (name, count, price))
for name, count, price in rows:
    print('{:<10}|{:>5}|{:>8.2f}'.format(name, count, price))
for name, count, price in rows:
    print(f'{name:<10}|{count:>5}|{price:>8.2f}|{count * price:>+10,.3f}|{count / 7:.3%}')
print('Total: {total:{width}.{precision}f} ({n} items)'.format(total=sum(r[1] * r[2] for r in rows), n=len(rows), width=10, precision=1))
print(', '.join('%s=%r' % item for item in sorted({'b': 2, 'a': 'x'}.items())))
print('|'.join(str(n).rjust(4) for n in (1, 22, 333)), '|'.join(f'{n:04d}' for n in (1, 22, 333)), '|'.join('%04x' % n for n in (10, 255, 4096)))
for n in (0, 1, 10, 1024, 123456789):
    print(n, f'{n:,}', f'{n:_}', f'{n:b}', f'{n:o}', f'{n:x}', f'{n:e}', f'{n:>12}', f'{n:<12}|', f'{n:^12}|')
print('%s' % (1,), '%s %s' % ('a', (1, 2)), '%r' % 'a', '%%|%c|%5.1f%%' % ('x', 99.55), 'no args', '%s' % {'a': 1}, '%(a)s' % {'a': 1})
print('=' * 20, 'centered'.center(20, '='), 'x'.ljust(3, '.') + 'y'.rjust(3, '.'), sep='\n')
