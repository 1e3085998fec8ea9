"""Additions of ints too large for the table of small ones: what the picture of a + b is made of."""


def add(count):
    total = 1000000
    step = 12345
    while count:
        total = total + step
        count = count - 1
    return total


print(add(3000))
