class A:
    def __str__(self): return 5
    def __repr__(self): return None
    def __format__(self, s): return 3
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: str(A())); t(lambda: repr(A())); t(lambda: format(A())); t(lambda: f'{A()}'); t(lambda: '%s' % A()); t(lambda: '{}'.format(A())); t(lambda: print(A())); t(lambda: '%r' % A()); t(lambda: f'{A()!r}'); t(lambda: ascii(A()))
class B:
    def __repr__(self): return 'é€'
t(lambda: ascii(B())); t(lambda: str(B())); t(lambda: f'{B()!a:>20}'); t(lambda: format(B(), '')); t(lambda: format(B(), '5')); t(lambda: f'{B():5}')
t(lambda: f'{3:{"x"}}'); t(lambda: f'{"a":d}'); t(lambda: f'{[1]:5}'); t(lambda: format(1, 5)); t(lambda: '{:5}'.format([1]))
x = 10
print(f'{x=}', f'{x = }', f'{x!r:>5}', f'{x=:5}', f'{x=!s}', f"{'a' if x else 'b'}", f'{x:{x}}', f'{{x}}', f'{x}{x}', f'{"nested " + f"{x}"}', f'{x:>{x}.{2}f}', f'{None}', f'{1.5!r}', rf'\n{x}')
print('%s %s' % ('a', 1), '%5s|%-5s|' % ('é', '€'), '%c%c' % ('a', 98), '%%', '%d%%' % 3)
t(lambda: 10**5000); t(lambda: str(10**5000)); t(lambda: print(10**5000)); t(lambda: '%d' % 10**5000); t(lambda: f'{10**5000}'); t(lambda: '{:d}'.format(10**5000)); t(lambda: len('%x' % 10**5000)); t(lambda: len(f'{10**5000:b}'))
