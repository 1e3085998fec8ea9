// Where exact counts are taken: a program is run from a copy whose path follows from what it holds,
// because where a program lies is a part of what it allocates and executes. So every run, from
// whatever folder, gives the same figures.
#ifndef BENCH_STAGE_H
#define BENCH_STAGE_H

#include "bench/files.h"

typedef struct Stage Stage;

Stage *stage_open(void);
// The path of the copy, which is there until stage_close. A program that imports what lies beside
// it finds it there too; its path then follows from its folder as well.
const char *stage_program(Stage *stage, const char *program);
// What it is run with: a hash seed, and the clock of clock.c.
char **stage_environment(Stage *stage);
// Removes the copies that no other process uses.
void stage_close(Stage *stage);

#endif
