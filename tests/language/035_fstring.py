# f-strings: expressions, nesting, conversions, debugging form.
name = 'World'
n = 42
x = 3.14159
print(f'Hello {name}!', f'{n}', f'{n + 1} {n * 2}', f'{name.upper()} {len(name)}', f'{{literal}} {n}')
print(f'{x:.2f} {n:05d} {n:x} {name:>8}|{name:<8}|{name:^8}|', f'{x:{8}.{3}}', f'{n:{"0"}{6}}')
print(f'{name!r} {name!s} {name!a}', f'{n!r:>5}|', f'{n=}', f'{n = }', f'{x=:.1f}', f'{name=!s}', f'{n + 1=}')
print(f'{[i * i for i in range(4)]}', f'{ {"a": 1}["a"] }', f'{(lambda v: v + 1)(5)}', f'{"nested " + f"{n}"}')
print(f'{"yes" if n > 5 else "no"}', f'{n if n else 0:>4}', f'''{
n}''', f"{'a' 'b'}", f'{n:,} {1234567.891:,.2f}')
print(f'a{1}b{2}c' 'plain' f'{3}', f'', f'{""}', f'{None} {True} {[]}', rf'\d{n}', f'\x41\t{n}')
print(f'{n!r}', f'{x!r:.5}', f'{n:>{n // 8}}', f'{3 > 2}', f'{n == 42}', f'{n != 42}')
width = 10
for row in (('apple', 1.5), ('fig', 22.25)):
    print(f'{row[0]:<{width}}{row[1]:>{width}.2f}')
def f(a, b=2):
    return f'{a}:{b}'
print(f'{f(1)} {f(1, b=3)} {f(*[5, 6])}')
