// mandelbrot: the set on an n x n grid, 50 steps a point.
#include "bench/native/twin.h"

enum { STEPS = 50 };

static int escape_time(double cr, double ci) {
    double zr = 0.0, zi = 0.0;
    int step = 0;
    while (step < STEPS) {
        double rr = zr * zr;
        double ii = zi * zi;
        if (rr + ii > 4.0) break;
        zi = 2.0 * zr * zi + ci;
        zr = rr - ii + cr;
        step++;
    }
    return step;
}

// The steps of every point, row by row.
static int *mandelbrot(long size) {
    int *steps = twin_allocate(NULL, (size_t)size * (size_t)size * sizeof(int));
    for (long y = 0; y < size; y++) {
        double ci = 1.25 * (double)(2 * y + 1 - size) / (double)size;
        for (long x = 0; x < size; x++) {
            double cr = -2.0 + 2.5 * (double)(2 * x + 1) / (double)(2 * size);
            steps[y * size + x] = escape_time(cr, ci);
        }
    }
    return steps;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 400);
    int *steps = mandelbrot(4);
    free(steps);
    int64_t start = twin_clock(&size);
    steps = mandelbrot(size);
    int64_t end = twin_clock(&steps);
    long inside = 0, total = 0, checksum = 0;
    for (long i = 0; i < size * size; i++) {
        checksum = (checksum * 31 + steps[i]) % 1000000007;
        inside += steps[i] == STEPS;
        total += steps[i];
    }
    printf("%ld x %ld: %ld points inside, %ld steps, checksum %ld\n", size, size, inside, total,
           checksum);
    free(steps);
    twin_report(end - start);
}
