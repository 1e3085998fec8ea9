// What the probe counts at each bytecode site. Every value representation, allocation, calls and
// caches say what they do in these words; in the timed binary the words leave no code. Included by
// vm/value.h; include that.
//
//   COUNT_CHECK(kind, test)        the test, which asked what type a value is
//   COUNT_UNBOX(kind)              a raw number was taken out of a word
//   COUNT_UNBOX_OBJECT(kind, o)    a raw number was taken out of an object
//   COUNT_BOX(kind, o)             an object was made for a number; its header is written already
//   COUNT_AVOIDED(kind, done)      the condition; if true, a number was made without an object
//   COUNT_ALLOCATION(kind, size)   bytes asked for, of a CellKind
//   COUNT_NO_CELL()                the free list is empty: the instruction begins again on its slow
//   path COUNT_CALL(kind) COUNT_COLLECTION()             from here to COUNT_COLLECTED() the
//   collector runs
#include "vm/value.h" // before the guard: value.h includes this file where Object is known
#ifndef VM_COUNT_H
#define VM_COUNT_H

#if PROBE

// X(NAME, as it is printed)
#define COUNTED_CHECKS(X)                                                                          \
    X(INT, "int")                                                                                  \
    X(INT_PAIR, "int pair")                                                                        \
    X(FLOAT, "float")                                                                              \
    X(BIG_INT, "big int")                                                                          \
    X(BOOL, "bool")                                                                                \
    X(NONE, "None")                                                                                \
    X(STR, "str")                                                                                  \
    X(LIST, "list")                                                                                \
    X(TUPLE, "tuple")                                                                              \
    X(DICT, "dict")                                                                                \
    X(FUNCTION, "function")                                                                        \
    X(OTHER, "other")
#define COUNTED_NUMBERS(X) X(INT, "int") X(FLOAT, "float") X(BIG_INT, "big int")
#define COUNTED_CALLS(X)                                                                           \
    X(PYTHON, "Python functions")                                                                  \
    X(C, "C functions")                                                                            \
    X(CLASS, "classes")                                                                            \
    X(GENERATOR, "generators resumed")                                                             \
    X(ENTRY, "dispatch loop entered from C")

typedef enum {
#define X(name, text) CHECK_##name,
    COUNTED_CHECKS(X)
#undef X
        CHECK_KINDS
} CheckKind;
typedef enum {
#define X(name, text) NUMBER_##name,
    COUNTED_NUMBERS(X)
#undef X
        NUMBER_KINDS
} NumberKind;
typedef enum {
#define X(name, text) CALL_##name,
    COUNTED_CALLS(X)
#undef X
        CALL_KINDS
} CallKind;

enum {
    RUN_MOST = 5, // the longest sequence of opcodes that is counted
    SOON = 8,     // a box first opened within so many instructions of its making was hardly needed
    BOXES_BACK = 256 // of the sites of so many last steps the number is known; a power of two
};

typedef struct {
    uint64_t runs[RUN_MOST]; // [r-1]: executed as the r-th or, of the last, a later one of a
                             // straight run
    uint64_t hits, misses;   // of its inline cache
    uint64_t made[NUMBER_KINDS], avoided[NUMBER_KINDS];
    uint64_t made_in_c[NUMBER_KINDS]; // of those made: by a C function that the instruction called
    uint64_t reboxed[NUMBER_KINDS];   // of those: it had unboxed a number before
    uint64_t
        opened_soon[NUMBER_KINDS]; // of those made here: first unboxed at most SOON steps later
    uint64_t unboxed[NUMBER_KINDS];
    uint64_t checks[CHECK_KINDS][2]; // answered no, yes
    uint64_t allocations, bytes, collections;
    uint64_t calls[CALL_KINDS];
    uint32_t opcode;
} SiteCounts;

extern SiteCounts *probe_site;    // where counts go now
extern SiteCounts *probe_running; // of the instruction that runs
extern SiteCounts probe_again;    // what instructions do once more because no cell was at hand
// Of the instructions and of returns to them from a nested loop; never 0.
extern uint32_t probe_step_count;
extern bool probe_in_c;         // a handler called out, and has not ended yet
extern bool probe_unboxed_in_c; // and a number was unboxed since
void probe_first_unboxing(NumberKind kind, Object *box);
void probe_allocation(int kind, size_t size);
void probe_collection(void);
void probe_collected(void);

// When the free list is empty depends on which cells the last collection happened to find. So that
// the counts of a site do not, its second attempt is counted apart, all but the box that it makes.
static inline SiteCounts *probe_real_site(void) {
    return probe_site == &probe_again ? probe_running : probe_site;
}
static inline void probe_no_cell(void) {
    if (!probe_in_c) probe_site = &probe_again;
}
static inline bool probe_check(CheckKind kind, bool outcome) {
    probe_site->checks[kind][outcome]++;
    return outcome;
}
static inline CheckKind probe_check_of(uint32_t shape) {
    switch (shape) {
    case SHAPE_INT: return CHECK_INT;
    case SHAPE_FLOAT: return CHECK_FLOAT;
    case SHAPE_BIG_INT: return CHECK_BIG_INT;
    case SHAPE_STR: return CHECK_STR;
    case SHAPE_LIST: return CHECK_LIST;
    case SHAPE_TUPLE: return CHECK_TUPLE;
    case SHAPE_DICT: return CHECK_DICT;
    case SHAPE_FUNCTION: return CHECK_FUNCTION;
    default: return CHECK_OTHER;
    }
}
static inline void probe_unbox(NumberKind kind, Object *box) {
    probe_site->unboxed[kind]++;
    probe_unboxed_in_c |= probe_in_c;
    if (box && box->bits) probe_first_unboxing(kind, box);
}
// A box of a machine number bears the step of its making in the header's second half, which is
// otherwise zero, until it is unboxed.
static inline void probe_box(NumberKind kind, Object *box) {
    SiteCounts *site = probe_real_site();
    bool in_c = probe_in_c && probe_site != &probe_again;
    site->made[kind]++;
    site->made_in_c[kind] += in_c;
    site->reboxed[kind] += in_c && probe_unboxed_in_c;
    if (kind != NUMBER_BIG_INT) box->bits = probe_step_count;
}
static inline bool probe_avoided(NumberKind kind, bool done) {
    probe_site->avoided[kind] += done;
    return done;
}

#define COUNT_CHECK(kind, test)          probe_check(CHECK_##kind, (test))
#define COUNT_SHAPE_CHECK(shape, test)   probe_check(probe_check_of(shape), (test))
#define COUNT_UNBOX(kind)                probe_unbox(NUMBER_##kind, NULL)
#define COUNT_UNBOX_OBJECT(kind, object) probe_unbox(NUMBER_##kind, (Object *)(object))
#define COUNT_BOX(kind, object)          probe_box(NUMBER_##kind, (Object *)(object))
#define COUNT_AVOIDED(kind, done)        probe_avoided(NUMBER_##kind, (done))
#define COUNT_ALLOCATION(kind, size)     probe_allocation((kind), (size))
#define COUNT_NO_CELL()                  probe_no_cell()
#define COUNT_CALL(kind)                 ((void)probe_site->calls[CALL_##kind]++)
#define COUNT_COLLECTION()               probe_collection()
#define COUNT_COLLECTED()                probe_collected()

#else
#define COUNT_CHECK(kind, test)          (test)
#define COUNT_SHAPE_CHECK(shape, test)   (test)
#define COUNT_UNBOX(kind)                ((void)0)
#define COUNT_UNBOX_OBJECT(kind, object) ((void)0)
#define COUNT_BOX(kind, object)          ((void)0)
#define COUNT_AVOIDED(kind, done)        (done)
#define COUNT_ALLOCATION(kind, size)     ((void)0)
#define COUNT_NO_CELL()                  ((void)0)
#define COUNT_CALL(kind)                 ((void)0)
#define COUNT_COLLECTION()               ((void)0)
#define COUNT_COLLECTED()                ((void)0)
#endif

#endif
