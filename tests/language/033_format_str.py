# The format mini-language for strings and other things.
for spec in ('', 's', '10', '<10', '>10', '^10', '*^10', '.2', '10.2', '-<8', '^9.3s', '0>8', '08'):
    print(repr(spec), repr(format('abcde', spec)), repr(format('', spec)))
for spec in ('d', '+', ',', '=5', '#', ' ', 'x', '.2f'):
    try:
        print(format('abc', spec))
    except ValueError as e:
        print(spec, '->', e)
print(format(None), format([1, 2]), format((1,)), format({'a': 1}), format('x'), format(True))
for thing in (None, [1], {}):
    try:
        format(thing, '10')
    except TypeError as e:
        print(e)
class Temperature:
    def __init__(self, degrees):
        self.degrees = degrees
    def __format__(self, spec):
        return 'T<%s>%s' % (spec, self.degrees)
t = Temperature(20)
print(format(t), format(t, 'abc'), f'{t:>5}', '{:x y}'.format(t))
