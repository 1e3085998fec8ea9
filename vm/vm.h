// The machine's state, its frames, and the inlined allocation that reads them.
#ifndef VM_VM_H
#define VM_VM_H

#include "frontend/code.h"
#include "vm/gc.h"
#include "vm/value.h"

typedef struct Type Type;
typedef struct Shape Shape;
typedef struct Dict Dict;
typedef struct Str Str;
typedef struct Tuple Tuple;
typedef struct CodeObject CodeObject;
typedef struct Generator Generator;
typedef struct Function Function;

// One activation. Frames lie in an array of their own: the caller's is frame - 1. `saved_pc` and
// `saved_sp` are current whenever C code can see the frame (see CALL_OUT).
struct Frame {
    CodeObject *code;
    Value *locals;
    Value *consts;
    Dict *globals;
    const void *saved_pc; // opaque outside handlers: run_offset() and run_at() know it
    Value *saved_sp;      // first free slot; everything from locals up to it is scanned
    union {
        Generator *generator; // whose values these are: where FRAME_GENERATOR is
        Function *function;   // where FRAME_RENAMED is
    };
    Value *top;  // of a generator's frame: the resumer's frame_top
    Dict *names; // namespace of a module or class body; unset in functions, but see
                 // FRAME_LOCALS
    uint32_t flags;
};

enum {
    FRAME_ENTRY = 1, // pushed by C: returning from it leaves the dispatch loop
    FRAME_INIT =
        2, // __init__ of a class call: the call's value is the instance, in the callee's slot
    FRAME_GENERATOR = 4, // values belong to a generator
    FRAME_FOR_ITER = 8,  // a generator resumed by FOR_ITER: its end is the loop's end
    FRAME_SEND = 16,     // a generator resumed by SEND
    FRAME_OBJECT = 32,   // it has a FrameObject, to be told when it ends
    FRAME_RENAMED = 64,  // of a function that makes generators under another name than its code's
    FRAME_LOCALS = 128,  // of a function: `names` is what locals() answered
};

enum {
    STACK_MARGIN = 1 << 20
}; // code with a larger window is checked apart (CodeObject.simple_count)

enum { PENDING_SIGNAL = 1, PENDING_FINALIZERS = 2, PENDING_COLLECT = 4, PENDING_SWITCH = 8 };

struct Vm {
    HeapLists lists; // first: allocation in handlers reads it at small offsets
    Frame *frame;    // the running one
    Frame *frame_limit;
    Value *stack;
    size_t stack_size; // bytes; windows may begin anywhere but in the last STACK_MARGIN of them
    uint32_t pending;  // PENDING_*, tested at backward jumps and frame pushes

    Value raised;  // the exception on its way, or VALUE_NULL
    Value handled; // what `except` is handling now (sys.exc_info), or VALUE_NULL

    Heap *heap;
    Frame *frames;
    char *c_base;  // where the C stack begins: it is scanned up to here
    char *c_limit; // lowest address the C stack may reach
    uint32_t recursion_limit;
    bool reraised; // the exception's way through the running frame is in its traceback already

    struct FrameObject *frame_objects; // of running frames
    CodeObject *codes;                 // all code objects: their caches are emptied together
    Type *types;                       // all heap types
    struct MemoryView *views;          // all memoryviews that are not released
    struct Finalizers *finalizers;     // vm/finalize.c
    struct WeakTable *weak;            // vm/types/weakref.c
    uint32_t class_version;            // grows with every change of a class
    Dict *
        cached_names; // attribute names that inline caches hold something of, found through a class
    Dict *volatile_names; // names that changed after that: not cached again
    Dict *builtins;       // module namespace
    Dict *modules;        // sys.modules
    Dict *sys;            // the namespace of sys; NULL until it is made
    Dict *interned;       // str -> the same str
    Value names[256];     // well-known names, indexed by NAME_* (vm/names.h)
    Value empty_tuple, empty_str;
    Value small_strs[256]; // one-character strings of Latin-1
    Value stdout_file, stderr_file, stdin_file;
    bool unbuffered, interactive; // -u: what is written goes out at once; -i: a prompt at the end
    Value path;                   // sys.path, a list
    Value context;                // the running contextvars.Context, or VALUE_NULL
    Value async_first, async_finalizer; // sys.set_asyncgen_hooks, or VALUE_NULL
    int argument_count;
    char **arguments;
    uint64_t hash_seed[2]; // SipHash key
    uint64_t int_digits_limit;
    uint64_t fail_alloc; // -X fail-alloc=k: the k-th allocation from now fails; 0: never
    uint64_t stress;     // collect at every stress-th slow allocation; 0: never
    bool verbose;        // -v: say of every import where it came from
    bool no_cache_files; // -B: as sys.dont_write_bytecode was at the start
    int exit_status;
    uint32_t next_keys_id; // of dict key tables; 0 when they have run out
    uint32_t site;         // probe: offset being executed
    struct Probe *probe;   // probe only
};

_Static_assert(offsetof(Vm, lists) == 0, "alloc.h takes a Vm for its lists");

#endif
