"""mandelbrot: the set on an n x n grid, 50 steps a point. Float arithmetic in a while loop."""
import sys
import time

STEPS = 50


def escape_time(cr, ci):
    """Steps until |z| > 2, or STEPS if it stays."""
    zr = zi = 0.0
    step = 0
    while step < STEPS:
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 4.0:
            break
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
        step += 1
    return step


def coordinates(size):
    """Real parts from -2.0 to 0.5, imaginary parts symmetric about zero, at the cells' centres."""
    reals = [-2.0 + 2.5 * (2 * i + 1) / (2 * size) for i in range(size)]
    imaginaries = [1.25 * (2 * i + 1 - size) / size for i in range(size)]
    return reals, imaginaries


def mandelbrot(size):
    reals, imaginaries = coordinates(size)
    return [[escape_time(cr, ci) for cr in reals] for ci in imaginaries]


def faults(size, rows):
    """Points that contradict what is known without iterating: the set mirrors itself in the real
    axis, holds the main cardioid and the disc to its left, and lies within radius 2."""
    reals, imaginaries = coordinates(size)
    wrong = 0
    for y, ci in enumerate(imaginaries):
        if rows[y] != rows[size - 1 - y]:
            wrong += 1
        for x, cr in enumerate(reals):
            q = (cr - 0.25) * (cr - 0.25) + ci * ci
            inside = (q * (q + cr - 0.25) < 0.24999 * ci * ci
                      or (cr + 1.0) * (cr + 1.0) + ci * ci < 0.06249)
            outside = cr * cr + ci * ci > 4.00001
            if inside and rows[y][x] != STEPS or outside and rows[y][x] > 2:
                wrong += 1
            if rows[y][x] < STEPS and not escapes_after(cr, ci, rows[y][x]):
                wrong += 1
    return wrong


def escapes_after(cr, ci, steps):
    """Whether z is outside radius 2 after so many steps, multiplied out another way."""
    if steps > 8:
        return True
    zr = zi = 0.0
    for _ in range(steps):
        zr, zi = (zr + zi) * (zr - zi) + cr, zr * zi + zr * zi + ci
    return zr * zr + zi * zi > 3.999999


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    if size < 1:
        sys.exit('mandelbrot: the size must be at least 1')
    mandelbrot(4)
    start = time.perf_counter_ns()
    rows = mandelbrot(size)
    elapsed = time.perf_counter_ns() - start
    if faults(size, rows):
        sys.exit('mandelbrot: %d wrong points at size %d' % (faults(size, rows), size))
    checksum = 0
    for row in rows:
        for steps in row:
            checksum = (checksum * 31 + steps) % 1000000007
    inside = sum(row.count(STEPS) for row in rows)
    print('%d x %d: %d points inside, %d steps, checksum %d'
          % (size, size, inside, sum(map(sum, rows)), checksum))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
