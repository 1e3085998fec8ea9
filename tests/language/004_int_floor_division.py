# Floor division and remainder: the remainder has the sign of the divisor.
for a in (7, -7, 6, -6, 0, 1, -1):
    for b in (2, -2, 3, -3, 7, -7, 1, -1):
        print(a, b, a // b, a % b, divmod(a, b), a == a // b * b + a % b)
for a in (10 ** 30, -10 ** 30):
    for b in (7, -7, 10 ** 20 + 1, -10 ** 20 - 1):
        print(a // b, a % b)
for divide in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1 / 0,
               lambda: 10 ** 30 // 0, lambda: 10 ** 30 % 0):
    try:
        divide()
    except ZeroDivisionError as e:
        print(e)
