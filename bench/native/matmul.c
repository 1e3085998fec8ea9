// matmul: the product of two n x n matrices.
#include "bench/native/twin.h"

#include <math.h>

static double *make_matrix(long size, Random *random) {
    double *matrix = twin_allocate(NULL, (size_t)(size * size) * sizeof(double));
    for (long i = 0; i < size * size; i++) {
        matrix[i] = (double)(random_below(random, 201) - 100) / 8;
    }
    return matrix;
}

static double *multiply(const double *a, const double *b, long size) {
    double *columns = twin_allocate(NULL, (size_t)(size * size) * sizeof(double));
    for (long i = 0; i < size; i++) {
        for (long j = 0; j < size; j++) columns[j * size + i] = b[i * size + j];
    }
    double *product = twin_allocate(NULL, (size_t)(size * size) * sizeof(double));
    for (long i = 0; i < size; i++) {
        const double *row = a + i * size;
        for (long j = 0; j < size; j++) {
            const double *column = columns + j * size;
            double total = 0.0;
            for (long k = 0; k < size; k++) total += row[k] * column[k];
            product[i * size + j] = total;
        }
    }
    free(columns);
    return product;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 200);
    Random random = {42};
    double *small = make_matrix(3, &random);
    free(multiply(small, small, 3));
    free(small);
    double *a = make_matrix(size, &random);
    double *b = make_matrix(size, &random);
    int64_t start = twin_clock(&size);
    double *c = multiply(a, b, size);
    int64_t end = twin_clock(&c);
    double trace = 0.0, least = c[0], greatest = c[0];
    for (long i = 0; i < size; i++) trace += c[i * size + i];
    for (long i = 0; i < size * size; i++) {
        least = fmin(least, c[i]);
        greatest = fmax(greatest, c[i]);
    }
    printf("size %ld: trace %.6f, corner %.6f, least %.6f, greatest %.6f\n", size, trace,
           c[size * size - 1], least, greatest);
    free(a);
    free(b);
    free(c);
    twin_report(end - start);
}
