# True division is correctly rounded, at any size.
print(1 / 3, 2 / 3, 10 / 4, -7 / 2, 7 / -2, 0 / 5, -0 / 5)
print(10 ** 400 // 10 ** 399, 10 ** 400 / 10 ** 399, 10 ** 30 / 3, 3 / 10 ** 30)
print((2 ** 53 + 1) / 1, (2 ** 54 + 3) / 2, 2 ** 64 / 2 ** 63, (2 ** 1024 - 1) / 2 ** 1000)
print(1 / 10 ** 310, 1 / 10 ** 323, 1 / 10 ** 330)
try:
    print(10 ** 400 / 3)
except OverflowError as e:
    print(e)
try:
    print(float(10 ** 400))
except OverflowError as e:
    print(e)
print(True / 2, 5 / True)
