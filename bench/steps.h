// The steps of an interpreter, attributed: every instruction of a build lies in one row, and a
// run's exact counts are summed over rows, opcodes and programs. steps_rules.c holds what names and
// source lines say, steps_slice.c what the machine code says, steps_anatomy.c puts both together,
// steps_tally.c counts, steps.c prints, code.c shows one handler.
#pragma once
#include "bench/audit.h"
#include "bench/callgrind.h"

typedef enum Row {
    ROW_FETCH,
    ROW_DECODE,
    ROW_DISPATCH,
    ROW_CHECK,
    ROW_UNBOX,
    ROW_COMPUTE,
    ROW_BOX,
    ROW_BOX_COLLECTION, // of the collector's work, the share that boxed bytes caused
    ROW_OPERANDS,       // stack and locals traffic
    ROW_REGISTERS,      // copies, saves and spills of the VM's registers
    ROW_POLL,
    ROW_CALL_OUT, // the way from a handler to a C function and back
    ROW_CALLS,
    ROW_LOOKUP,
    ROW_CONTAINERS,
    ROW_STRINGS,
    ROW_NUMBERS,
    ROW_PROTOCOLS,
    ROW_EXCEPTIONS,
    ROW_BUILTINS,
    ROW_COMPILE,
    ROW_COLLECTION,
    ROW_GMP,
    ROW_LIBC,  // this and what follows counts as not attributed
    ROW_OTHER, // functions of vm/ that no rule names
    ROW_UNKNOWN,
    ROW_COUNT,
    ROW_NONE = 255, // no rule says
    FIRST_UNNAMED = ROW_LIBC,
} Row;

enum { SEVEN = 7 };

typedef struct RowText {
    const char *key;   // in JSON
    const char *title; // for people
} RowText;
extern const RowText row_texts[ROW_COUNT];

// --- rules ------------------------------------------------------------------------------------
// The row of an inlined function of the contract (vm/value.h and its kin) by its name, or ROW_NONE.
// `unboxes`: it works on Values, and what it reads from memory is the raw number in one.
Row rule_for_inline(const char *function, bool *unboxes);
// The row of the lines of an opcode's body, by the opcode's name.
Row rule_for_opcode(const char *opcode);
// The row of a function of vm/ or frontend/, by the source file of its unit and its name.
Row rule_for_function(const char *unit, const char *function);
// The row of code of another object, by its file name.
Row rule_for_object(const char *object);

// vm/ops.def by lines: which block a line belongs to and what it says.
typedef struct Definitions {
    const char *path;
    char **lines;
    const char **names; // of the block that the line stands in, or NULL
    size_t count;
} Definitions;
void definitions_read(Definitions *definitions, const char *path);

// --- inlined functions ------------------------------------------------------------------------
typedef struct Inline {
    const char *name;
    const char *call_file; // where it was inlined
    int call_line;
    size_t parent; // index of the inlined function that holds it, or SIZE_MAX
} Inline;

typedef struct Inlines {
    Inline *items;
    size_t count;
    size_t *innermost; // per instruction of the code given, or SIZE_MAX
} Inlines;
void inlines_read(Inlines *inlines, Binary *binary, const char *unit, const Code *code);
void inlines_free(Inlines *inlines);

// --- anatomy ----------------------------------------------------------------------------------
enum { OWNER_NONE = 0xffff, OWNER_SHARED = 0xfffe };

// What is known of each instruction of a build's dispatch unit.
typedef struct Anatomy {
    Build build;
    Definitions definitions;
    Inlines inlines;
    uint8_t *rows;    // Row, or ROW_NONE: no witness
    uint8_t *judged;  // 1: by the machine code, not by the line table
    uint16_t *owners; // handler whose code it is, OWNER_SHARED, or OWNER_NONE: of none
    size_t *jumps;    // instructions that go to the next handler
    size_t jump_count;
    size_t *fetches; // loads of the next unit that these jumps depend on
    size_t fetch_count;
    bool *in_shared_dispatch; // the one dispatch of `switch` and `table`
    uint32_t next_pc;         // registers in which the shared dispatch leaves the next pc
    unsigned pc;              // the register that most units are loaded through
    uint64_t pending;         // offset of `pending` in a Vm
} Anatomy;

// Reads a build and places every instruction of its dispatch unit; ends the program where it
// cannot.
void anatomy_read(Anatomy *anatomy, const char *config, const char *path, const char *definitions,
                  Machine *machine);
void anatomy_free(Anatomy *anatomy);
// steps_slice.c: what each dispatch depends on, by backward slices.
void anatomy_slice(Anatomy *anatomy);
// The predecessors of each instruction: those of `at` are list[first[at]] to list[first[at + 1]].
typedef struct Predecessors {
    size_t *first, *list;
} Predecessors;
Predecessors predecessors_find(const Build *build);

// --- tally ------------------------------------------------------------------------------------
typedef struct Cells {
    uint64_t rows[ROW_COUNT];
} Cells;

typedef struct OpcodeTally {
    const char *name;
    uint64_t executed; // as often as its entry was reached
    Cells cells;       // of its own code and of the dispatch that reached it
} OpcodeTally;

// What one program spent in one build.
typedef struct Tally {
    const char *config, *program, *size;
    bool ran;
    uint64_t total, start_up;
    uint64_t
        timed; // of the total, between the program's looks at the clock; 0 where it has no twin
    Cells cells;
    OpcodeTally *opcodes; // by what they spent, largest first; a handler each
    size_t opcode_count;
    Cells shared; // in the dispatch unit, but of no single opcode
    // From the probe; 0 where it was not run. A superinstruction dispatches once and executes
    // several. `injected`: passes through what INJECT= put in.
    uint64_t executed, dispatched, bytes, boxes, injected;
    uint64_t jumps, fetches; // counts of the jumps to handlers and of the loads of units
    uint64_t entries;        // of run_loop: each fetches once with nothing executed before
    ForeignCount left[5];    // the largest functions of what no row names
} Tally;

enum { BOX_SIZE = 16 }; // bytes of a boxed number, in every representation that has boxes

void tally_count(Tally *tally, const Anatomy *anatomy, const Counts *counts);
// Reads what `-X stats` printed.
void tally_read_stats(Tally *tally, const char *path);
// Gives the boxes their share of the collector's work.
void tally_split_collection(Tally *tally);
uint64_t tally_named(const Tally *tally);
