"""Recursion deeper than a sample holds."""


def down(depth):
    if depth:
        return down(depth - 1)
    total = 0
    for i in range(400000):
        total += i & 3
    return total


for turn in range(10):
    down(600)
