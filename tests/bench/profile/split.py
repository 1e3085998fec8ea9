"""Spends its time in a known way, and says how: four kinds of work take turns, each measured by the
processor's clock. The first two functions have one text, and 3 to 1 turns of the loop; the other two
stay almost wholly in one opcode. Of the two lines of a loop, one does three times the other's work."""
import sys
import time


def first(count):
    total = 1
    for i in range(count):
        total = total ^ 5
        total = total ^ 5; total = total ^ 5; total = total ^ 5
    return total


def second(count):
    total = 1
    for i in range(count):
        total = total ^ 5
        total = total ^ 5; total = total ^ 5; total = total ^ 5
    return total


def contains(items, times):
    for i in range(times):
        found = -1 in items
    return found


def equal(left, right, times):
    for i in range(times):
        same = left == right
    return same


def main():
    seconds = float(sys.argv[1])
    clock = time.process_time_ns
    one, other = list(range(2000)), list(range(2000))
    spent = [0, 0, 0, 0]
    end = clock() + int(seconds * 1e9)
    start = clock()
    while start < end:
        first(1500)
        a = clock()
        second(500)
        b = clock()
        contains(one, 12)
        c = clock()
        equal(one, other, 6)
        d = clock()
        spent[0] += a - start
        spent[1] += b - a
        spent[2] += c - b
        spent[3] += d - c
        start = d
    print('spent', *spent)


main()
