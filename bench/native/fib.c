// fib: the n-th Fibonacci number by its definition.
#include "bench/native/twin.h"

static long fib(long n) {
    if (n < 2) return n;
    return fib(n - 1) + fib(n - 2);
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 32);
    long answer = fib(10);
    int64_t start = twin_clock(&size);
    answer = fib(size);
    int64_t end = twin_clock(&answer);
    printf("fib(%ld) = %ld\n", size, answer);
    twin_report(end - start);
}
