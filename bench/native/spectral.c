// spectral: the largest singular value of an infinite matrix's n x n corner, by the power method.
#include "bench/native/twin.h"

#include <math.h>

enum { ROUNDS = 8 };

static double element(long i, long j) {
    return 1.0 / (double)((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(const double *vector, double *result, long size) {
    for (long i = 0; i < size; i++) {
        double total = 0.0;
        for (long j = 0; j < size; j++) total += element(i, j) * vector[j];
        result[i] = total;
    }
}

static void times_transposed(const double *vector, double *result, long size) {
    for (long i = 0; i < size; i++) {
        double total = 0.0;
        for (long j = 0; j < size; j++) total += element(j, i) * vector[j];
        result[i] = total;
    }
}

static double power_method(long size) {
    double *u = twin_allocate(NULL, 3 * (size_t)size * sizeof(double));
    double *v = u + size, *between = v + size;
    for (long i = 0; i < size; i++) v[i] = 1.0;
    for (int round = 0; round < ROUNDS; round++) {
        for (long i = 0; i < size; i++) u[i] = v[i];
        times(u, between, size);
        times_transposed(between, v, size);
    }
    double uv = 0.0, vv = 0.0;
    for (long i = 0; i < size; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    free(u);
    return sqrt(vv / uv);
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 380);
    double estimate = power_method(5);
    int64_t start = twin_clock(&size);
    estimate = power_method(size);
    int64_t end = twin_clock(&estimate);
    printf("size %ld: %.9f\n", size, estimate);
    twin_report(end - start);
}
