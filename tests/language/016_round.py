# round(): half to even, to digits, of ints.
print([round(x) for x in (0.5, 1.5, 2.5, 3.5, -0.5, -1.5, 2.4999, 2.5001, 1e20)])
print(round(2.675, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2), round(1234.5678, -2))
print(round(5), round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(7, 3))
print(round(1.5, 0), round(2.5, 0), round(-0.4), round(-0.4, 0), round(1e300, 2), round(3.14159, 10))
print(type(round(1.5)), type(round(1.5, 1)), type(round(5, 1)), round(True))
print(round(10 ** 25 + 5, -1), round(123456789, -9), round(5, -1), round(15, -1), round(25, -1))
for x in (float('inf'), float('nan')):
    try:
        round(x)
    except (OverflowError, ValueError) as e:
        print(e)
try:
    round('a')
except TypeError as e:
    print(e)
print(round(1.23456, ndigits=3), round(None is None))
