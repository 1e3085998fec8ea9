// What the audit knows of one build: its handlers, the places that dispatch, and the claims that do
// not hold. audit_read.c finds the handlers, audit_walk.c measures them, audit_claims.c judges,
// audit_shared.c compares builds, audit.c prints.
#pragma once
#include "bench/machine.h"

typedef enum Strategy { SWITCH, TABLE, GOTO, DIRECT, TAIL, STRATEGY_COUNT } Strategy;
extern const char *const strategy_names[STRATEGY_COUNT];

// An indirect jump or call that goes to the next handler.
typedef struct Site {
    size_t at;          // index of the instruction
    size_t leader;      // index of the first instruction of its block
    size_t fetch;       // index of the load of the next unit, or SIZE_MAX where it was not found
    bool through_table; // the handler's address is loaded from a table, not from the code itself
    unsigned owners;    // handlers whose fast path reaches it
    size_t owner;       // the first of them
} Site;

// Why a walk ends at an instruction.
typedef enum Border {
    BORDER_NONE,
    BORDER_HANDLER,  // the entry of another handler
    BORDER_SLOW,     // a slow block
    BORDER_ERROR,    // a shared block for errors
    BORDER_LABEL,    // another shared block or function, declared as such
    BORDER_DISPATCH, // the block that holds the one shared dispatch of `switch`
} Border;

typedef struct Handler {
    const char *name; // without "op_"
    uint64_t entry;
    unsigned names;    // handlers that the compiler made one with this: 1 is none but itself
    const char *other; // the name of one of them
    // On the fast path: all instructions that lie on some way from the entry to a dispatch without
    // passing a slow block or the error block.
    unsigned bytes, instructions, loads, stores, pushes, calls;
    unsigned own_bytes; // all that belongs to it, also what leads only to slow and error blocks
    unsigned dispatch_sites, own_sites, returns; // own: reached by no other handler's fast path
    bool dispatches;                             // it reaches a dispatch (for `table`: it returns)
    bool jumps;  // `table` only: it ends in an indirect jump, which belongs to the loop
    bool leaves; // it reaches another block or function, declared as shared, or the exit
    bool errs;   // it reaches a slow block or the error block
} Handler;

typedef struct Failure {
    char *claim, *repair;
} Failure;

typedef struct Build {
    const char *config, *path;
    const char *definitions; // vm/ops.def, whose lines tell slow blocks; may be NULL
    Strategy strategy;
    bool inferred; // a strategy of another name: `strategy` is the one whose shape it has
    bool clang;
    Binary binary;
    bool open;
    const char *unit;   // the dispatch unit
    const Symbol *loop; // the function that holds the loop or, for `tail`, enters the first handler
    Code code;          // all of the unit
    uint64_t table, table_size; // handler_table or the jump table of `switch`
    uint8_t *borders;           // per instruction
    Handler *handlers;
    size_t handler_count;
    Site *sites;
    size_t site_count;
    unsigned indirect_jumps; // in the loop or in all handlers, those of other jump tables included
    unsigned shared_sites, cmov_into_pc, probe_symbols, loop_indirect_calls;
    unsigned sampler_symbols; // of the profiler, which only a build named so may hold
    uint64_t text_bytes;
    unsigned handler_calls;    // `tail`: calls of handlers and slow blocks, which should be jumps
    char handler_callers[256]; // the first few functions that make them
    char shared_sha256[65];    // of all functions outside the dispatch unit, addresses masked
    Failure *failures;
    size_t failure_count;
} Build;

// Takes config, compiler and strategy from a name; false where it is not of a config's form.
bool audit_name(Build *build, const char *config);
// Fills unit, code, borders, handlers and sites; false with a failure added.
bool audit_read(Build *build, Machine *machine);
// Frees what it filled, and what was judged.
void audit_close(Build *build);
// Measures every handler and counts what the claims are about.
void audit_walk(Build *build);
void audit_judge(Build *build);
void audit_fail(Build *build, const char *repair, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum { MOST_EDGES = 258 };
// The addresses that may run after an instruction, the one below first. Returns their number.
size_t audit_edges(const Build *build, size_t at, uint64_t edges[MOST_EDGES]);
// Which handler each instruction of the dispatch unit belongs to, by its index among the handlers:
// it alone reaches the instruction, through slow blocks perhaps, without passing another handler,
// an error block or the shared dispatch. The caller frees it.
enum { AUDIT_NOBODY = UINT16_MAX, AUDIT_SEVERAL = UINT16_MAX - 1 };
uint16_t *audit_owners(Build *build);
// The register that most dispatches fetch the next unit through: the processor's number for it.
unsigned audit_pc_register(const Build *build);
// Index of the site at an instruction, or SIZE_MAX.
size_t audit_site_at(const Build *build, size_t at);
// The entries of the jump table that the indirect jump at an instruction reads, if it is one of the
// compiler's own and not the dispatch; 0 where it is not.
size_t audit_own_table(const Build *build, size_t at, uint64_t *table);

// A function outside the dispatch unit, its code hashed without what the linker decides.
typedef struct SharedFunction {
    const char *unit, *name;
    uint64_t size;
    char sha256[65];
} SharedFunction;

// All of a build's, ordered by unit, name and hash; the caller frees them.
SharedFunction *audit_shared_functions(const Build *build, Machine *machine, size_t *count);
// Zeroes in an instruction's bytes what depends on where the linker put things: distances to other
// functions and to data, and addresses in the program.
void audit_mask_moved(const Instruction *item, const Symbol *function, uint8_t *bytes);

// Compares the functions that builds differing only in dispatch have in common.
void audit_compare_shared(Build *builds, size_t count, Machine *machine);
