# float(): from ints, from text, and what it refuses.
print(float(), float(3), float('3.5'), float(' -1e5\n'), float('1_0.5'), float('.5'), float('5.'))
print(float('inf'), float('-Infinity'), float('NaN'), float('1e400'), float('-1e-400'), float(True))
print(float(10 ** 20), float(2 ** 53 + 1), float(2 ** 54 + 3), float('9007199254740993'))
print(float('0.1000000000000000055511151231257827'), float('2.2250738585072011e-308'))
for text in ('', 'x', '1.2.3', '1e', 'e5', '0x10', '1__0', '- 5', 'infin'):
    try:
        print(float(text))
    except ValueError as e:
        print(e)
for thing in (None, [], 'a b'):
    try:
        print(float(thing))
    except (TypeError, ValueError) as e:
        print(e)
print(int(1e15), int(-2.5), int(1e25), (0.5).as_integer_ratio(), (2.5).hex(), float.fromhex('0x1.8p1'))
