// loop: the longest Collatz chain below n.
#include "bench/native/twin.h"

typedef struct {
    long start, length, total;
} Chains;

static Chains longest_chain(long limit) {
    Chains best = {1, 0, 0};
    for (long start = 1; start < limit; start++) {
        uint64_t n = (uint64_t)start;
        long length = 0;
        while (n != 1) {
            if (n & 1)
                n = 3 * n + 1;
            else
                n >>= 1;
            length++;
        }
        best.total += length;
        if (length > best.length) {
            best.start = start;
            best.length = length;
        }
    }
    return best;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 50000);
    Chains best = longest_chain(100);
    int64_t start = twin_clock(&size);
    best = longest_chain(size);
    int64_t end = twin_clock(&best);
    printf("below %ld: longest from %ld with %ld steps, %ld steps in all\n", size, best.start,
           best.length, best.total);
    twin_report(end - start);
}
