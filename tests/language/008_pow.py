# Powers: operators, negative exponents, moduli.
print(2 ** 0, 0 ** 0, 0 ** 5, 1 ** 1000, (-1) ** 1001, (-3) ** 3, -3 ** 2)
print(2 ** 62, 2 ** 63, 2 ** 64, 3 ** 40, 3 ** 41, 7 ** 77)
print(2 ** -1, 10 ** -3, (-2) ** -3, 4 ** 0.5, 2.0 ** 3, 2.0 ** -2, 0.0 ** 0)
print(pow(2, 10), pow(2, 10, 1000), pow(3, 200, 13), pow(3, -1, 7), pow(-3, 3, 5), pow(3, 3, -5))
print(pow(2, 1000, 10 ** 20), pow(10 ** 20, 10, 97), pow(5, 0, 1))
for args in ((0, -1), (2, -1, 4), (2, 3, 0)):
    try:
        print(pow(*args))
    except (ZeroDivisionError, ValueError) as e:
        print(type(e).__name__, e)
try:
    2.0 ** 1024
except OverflowError as e:
    print(e)
try:
    0.0 ** -1
except ZeroDivisionError as e:
    print(e)
