# _string: templates and names of fields, as string.Formatter takes them apart.
import _string

for t in ('a{b}c', '{}', '{0.x[1]!r:>{w}}', '{{}}', 'plain', '', 'a{{b', '{:x}'): print(list(_string.formatter_parser(t)))
for t in ('a{', 'a}', '{a', '{a!}', '{!x}', '{a!r:', '{a[}'):
    try: print(list(_string.formatter_parser(t)))
    except ValueError as e: print(t, e)
for t in ('a', '0', 'a.b[0].c[x]', '', '12x', '[1]'):
    f, r = _string.formatter_field_name_split(t); print(repr(f), list(r))
