// What the targets share.
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "frontend/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Where everything that is shown goes.
static inline FILE *fuzz_nowhere(void) {
    static FILE *file;
    if (!file) file = fopen("/dev/null", "w");
    return file ? file : stdout;
}

#endif
