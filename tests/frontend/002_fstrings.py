# F-strings: nesting, conversions, format specs, positions over several lines.
f''; f'a'; f'{a}'; f'{a}{b}c{d}'; f'{{}}'; f'{{{a}}}'; F"{a!r}"; fr'\{a}\n'; Rf'{a}'
f'{a!r:>{width}.{precision}}'; f'{a:{b!s}{c}}'; f'{a:%Y-%m-%d}'; f'{a:}'; f'{a!s:}'
f'{a=}'; f'{a = }'; f'{ a = !r}'; f'{a=:>5}'; f'{a+b=}'; f'{a == b}'; f'{a != b}'; f'{a <= b}'
f'{a, b}'; f'{*a, b}'; f'{(lambda x: x)(1)}'; f'{(yield)}'; f'{(a := 5)}'; f'{a:=5}'
f'{a["b"]}'; f"{a['b']['c']}"; f'{ {1: 2}[1] }'; f'{a if b else c}'; f'{[x for x in y]}'
'a' f'b{c}' 'd' f"{e!a}" r'\f'; u'a' f'{b}'
f'''{
a
}'''
f'''x
 y {a} {
    b + c
 } z {d!r:{e}}
'''
(f'{a:02d}'
 f'{b:>{c}}')
f'é{a}ü{b}'
f'{f"{a}"}'
