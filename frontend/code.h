// A compiled unit of Python (module, function body, class body, comprehension), as the front end
// leaves it: plain C data, no values, the same for every build. `vm/load.c` turns it into a live
// code object; `frontend/cache.c` writes it to disk.
#ifndef FRONTEND_CODE_H
#define FRONTEND_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One instruction or one inline-cache entry: 32 bits, opcode in the low 8, operand in the high 24.
// Jump operands are signed and count units from the unit after the instruction and its caches;
// all others are not negative.
typedef uint32_t Unit;

#define OPERAND_MAX 0x7fffff
#define JUMP_MAX    0x7fffff

static inline Unit unit_make(unsigned opcode, uint32_t operand) {
    return operand << 8 | opcode;
}
static inline unsigned unit_opcode(Unit unit) {
    return unit & 0xff;
}
static inline uint32_t unit_operand(Unit unit) {
    return unit >> 8;
}
static inline int32_t unit_jump(Unit unit) {
    return (int32_t)unit >> 8;
}

// Text of known size: UTF-8 in which lone surrogates may stand as their three bytes and NUL may
// occur. `data` is followed by a NUL byte that `size` does not count.
typedef struct {
    const char *data;
    uint32_t size;
} Text;

typedef struct Code Code;
typedef struct Constant Constant;

typedef enum {
    CONSTANT_NONE,
    CONSTANT_FALSE,
    CONSTANT_TRUE,
    CONSTANT_ELLIPSIS,
    CONSTANT_INT,       // integer: fits int64_t
    CONSTANT_BIG_INT,   // big: does not fit int64_t
    CONSTANT_FLOAT,     // real
    CONSTANT_COMPLEX,   // complex
    CONSTANT_STR,       // text
    CONSTANT_BYTES,     // text: arbitrary bytes
    CONSTANT_TUPLE,     // items
    CONSTANT_FROZENSET, // items, in the order written, duplicates removed
    CONSTANT_CODE,      // code
} ConstantKind;

struct Constant {
    ConstantKind kind;
    union {
        int64_t integer;
        struct {
            const uint64_t *limbs; // magnitude, least significant first, top limb not zero
            uint32_t count;
            bool negative;
        } big;
        double real;
        struct {
            double real, imaginary;
        } complex;
        Text text;
        struct {
            Constant **items;
            uint32_t count;
        } items;
        Code *code;
    };
};

// Code flags: CPython's values.
enum {
    CODE_OPTIMIZED = 0x1,
    CODE_NEWLOCALS = 0x2,
    CODE_VARARGS = 0x4,
    CODE_VARKEYWORDS = 0x8,
    CODE_NESTED = 0x10,
    CODE_GENERATOR = 0x20,
    CODE_COROUTINE = 0x80,
    CODE_ITERABLE_COROUTINE = 0x100,
    CODE_ASYNC_GENERATOR = 0x200,
    CODE_FUTURE_ANNOTATIONS = 0x1000000,
    // A call makes an object that runs it piece by piece.
    CODE_RESUMABLE = CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR,
};

// What a slot of the frame's locals holds. A parameter captured by an inner function is both
// SLOT_LOCAL and SLOT_CELL.
enum { SLOT_LOCAL = 0x20, SLOT_CELL = 0x40, SLOT_FREE = 0x80 };

// Where a run of units comes from. Lines count from 1, columns are UTF-8 byte offsets from 0.
// line 0: no source line at all (CPython's None); column UINT32_MAX: column unknown.
typedef struct {
    uint32_t start; // first unit of the run; it ends where the next one starts
    uint32_t line, end_line;
    uint32_t column, end_column;
} Position;

// While a unit in [start, end) raises: cut the stack to `depth` values, push the offset of the
// raising unit as an int if `push_offset`, push the exception, go to `target`. Entries do not
// overlap and are sorted by start.
typedef struct {
    uint32_t start, end, target;
    uint32_t depth;
    bool push_offset;
} Handler;

struct Code {
    Text name;     // "f", "<module>", "<listcomp>"
    Text qualname; // "Class.f", "f.<locals>.g"
    Text filename;
    uint32_t flags;
    uint32_t argument_count; // positional, positional-only ones included
    uint32_t positional_only_count;
    uint32_t keyword_only_count; // these follow the positional ones; then *args, then **kwargs
    uint32_t first_line;
    uint32_t stack_depth; // most values on the stack at once

    // The frame's slots: parameters, other locals, cells that are no parameters, free variables.
    uint32_t slot_count;
    Text *slot_names;
    uint8_t *slot_kinds;
    uint32_t free_count; // how many of the slots, at the end, are free variables

    uint32_t unit_count;
    Unit *units; // with room for the inline caches, which are zero

    uint32_t constant_count; // in functions constants[0] is the docstring or None, as in CPython
    Constant **constants;

    uint32_t name_count;
    Text *names; // of globals, attributes and modules

    uint32_t position_count;
    Position *positions;

    uint32_t handler_count;
    Handler *handlers;
};

// Where the unit at `offset` comes from, or NULL.
static inline const Position *code_position(const Code *code, uint32_t offset) {
    uint32_t low = 0, high = code->position_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (code->positions[middle].start <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low ? &code->positions[low - 1] : NULL;
}

#endif
