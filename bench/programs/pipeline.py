"""pipeline: n readings of a sensor flow through seven generators, one at a time. Generators that
feed on generators, tuples made and taken apart."""
import sys
import time

WINDOW = 8
ALARM = 1600


def readings(size):
    """A slow wave of ints, with noise and a faulty reading now and then."""
    state = 5
    level = 0
    slope = 3
    for moment in range(size):
        state = (state * 1664525 + 1013904223) % 4294967296
        level += slope
        if level > 2000 or level < 0:
            slope = -slope
        if state >> 10 & 63 == 0:
            yield moment, -9999
        else:
            yield moment, level + (state >> 20) % 200


def valid(source):
    for moment, value in source:
        if value >= -100:
            yield moment, value


def smooth(source):
    """The mean of the last WINDOW values, in tenths, once there are so many."""
    window = []
    total = 0
    for moment, value in source:
        window.append(value)
        total += value
        if len(window) > WINDOW:
            total -= window.pop(0)
        if len(window) == WINDOW:
            yield moment, 10 * total // WINDOW


def changes(source):
    previous = None
    for moment, value in source:
        if previous is not None:
            yield moment, value, value - previous
        previous = value


def above(source, limit):
    return ((moment, value, change) for moment, value, change in source if value > limit)


def alarms(source, limit):
    """Join the moments above the limit that follow each other: first, last, peak, steepest rise."""
    current = None
    for moment, value, change in above(source, limit):
        if current is not None and moment - current[1] <= 2:
            first, _, peak, rise = current
            current = first, moment, max(peak, value), max(rise, change)
        else:
            if current is not None:
                yield current
            current = moment, moment, value, change
    if current is not None:
        yield current


def numbered(source):
    number = 0
    for item in source:
        number += 1
        yield (number,) + item


def run(size):
    stages = numbered(alarms(changes(smooth(valid(readings(size)))), 10 * ALARM))
    count = longest = peak = checksum = 0
    for number, first, last, top, rise in stages:
        count = number
        longest = max(longest, last - first)
        peak = max(peak, top)
        checksum = (checksum * 31 + first + last + top + rise) % 1000000007
    return count, longest, peak, checksum


def run_with_lists(size):
    """The same stage by stage, each a whole list, indexed."""
    moments = []
    sums = [0]
    for moment, value in readings(size):
        if value != -9999:
            moments.append(moment)
            sums.append(sums[-1] + value)
    moments = moments[WINDOW - 1:]
    means = [(sums[i] - sums[i - WINDOW]) * 10 // WINDOW for i in range(WINDOW, len(sums))]
    high = [i for i in range(1, len(means)) if means[i] > 10 * ALARM]
    groups = []
    for i in high:
        if groups and moments[i] - moments[groups[-1][-1]] <= 2:
            groups[-1].append(i)
        else:
            groups.append([i])
    longest = peak = checksum = 0
    for group in groups:
        first, last = moments[group[0]], moments[group[-1]]
        top = max([means[i] for i in group])
        rise = max([means[i] - means[i - 1] for i in group])
        longest = max(longest, last - first)
        peak = max(peak, top)
        checksum = (checksum * 31 + first + last + top + rise) % 1000000007
    return len(groups), longest, peak, checksum


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 450000
    if size < 1:
        sys.exit('pipeline: the size must be at least 1')
    run(50)
    start = time.perf_counter_ns()
    answer = run(size)
    elapsed = time.perf_counter_ns() - start
    if answer != run_with_lists(size):
        sys.exit('pipeline: wrong answer at size %d: %r' % (size, answer))
    print('%d readings: %d alarms, the longest %d, peak %d, checksum %d' % ((size,) + answer))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
