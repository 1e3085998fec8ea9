# The format mini-language for floats.
values = (0.0, 1.0, -2.5, 3.14159265, 1234567.891, 1e-7, 1e22, 0.5, 100.0)
for spec in ('', '.2f', 'f', '.0f', 'e', '.3e', 'E', 'g', '.3g', 'G', '%', '.1%', '10.2f', '<10.2f', '^10.2f', '+.2f',
             ' .2f', '010.2f', ',', ',.2f', '_.1f', '*^12.1f', '.3', '.10', '#g', '#.0f', '=+12.3f', '5', '012,.1f', 'n'):
    print(repr(spec), [format(x, spec) for x in values])
for x in (float('inf'), float('-inf'), float('nan')):
    print(format(x), format(x, '.2f'), format(x, '08.2f'), format(x, '+'), format(x, 'F'), format(x, '%'), format(x, '>6'))
for spec in ('d', 'x', 's', 'c', '.f', ',_', 'q'):
    try:
        print(format(1.5, spec))
    except ValueError as e:
        print(spec, '->', e)
