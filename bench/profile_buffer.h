// The block of memory that a profiled interpreter and `bench/profile` share. The tool makes it and
// hands it down as a file descriptor; the sampler inside the interpreter fills it. What is in it
// outlives the interpreter, however that ends: nothing has to be written out, and no sample is lost
// to Ctrl-C, an exception or a crash.
//
//   ProfileBuffer | codes: one ProfileCode each, in the order they were made | samples
#ifndef BENCH_PROFILE_BUFFER_H
#define BENCH_PROFILE_BUFFER_H

#include <stdint.h>

// The environment variable that holds the descriptor's number. Without it nothing is sampled.
#define PROFILE_VARIABLE "SEVENSTEP_PROFILE"

enum {
    PROFILE_MAGIC = 0x37504653, // and the layout's version: changes with every change of it
    PROFILE_FRAMES = 256,       // kept of one sample: the innermost ones
    PROFILE_NATIVE = 256,
    PROFILE_STACK_WORDS = 64, // from the stack pointer up: where compilers may keep pc
    PROFILE_REGISTERS = 17,   // in the order of DWARF on x86-64; the last is the program counter
};

typedef struct {
    uint64_t magic, size;
    uint64_t rate, seed;     // ticks a second; of the jitter
    uint64_t codes, samples; // offsets in the block; both areas end where the next begins
    // Bytes in use, moved when a record is whole.
    uint64_t codes_fill, samples_fill;
    uint64_t sample_count;
    uint64_t lost_late;       // ticks that came due while the one before was not served yet
    uint64_t lost_full;       // ticks that found no room
    uint64_t codes_lost;      // code objects that found no room
    uint64_t started, ended;  // nanoseconds; 0: not yet
    uint64_t cell_size;       // bytes of a unit as the strategy keeps it
    uint64_t maps, maps_size; // where the text of /proc/self/maps stands, before the codes
    char failure[128];        // why there are no samples
} ProfileBuffer;

// A code object, as its life began: addresses never mean another one later. Behind it stand the
// texts, then the units, then the positions (two words each: first unit, line), each padded to 8.
typedef struct {
    uint64_t size; // of the record
    uint64_t code, entry;
    uint32_t unit_count, position_count, first_line;
    uint32_t name_size, file_size, padding;
} ProfileCode;

enum { PROFILE_CUT_FRAMES = 1, PROFILE_CUT_NATIVE = 2, PROFILE_CUT_ROOT = 4 };

// Behind it stand native_count return addresses, innermost first, then frame_count
// ProfileFrames, innermost first.
typedef struct {
    uint64_t size;
    uint64_t time; // nanoseconds since `started`
    uint64_t registers[PROFILE_REGISTERS];
    uint64_t stack[PROFILE_STACK_WORDS];
    uint32_t native_count, frame_count, flags, padding;
} ProfileSample;

typedef struct {
    uint64_t code, saved_pc;
    uint64_t is_entry; // pushed by C: the loop was entered anew for it
} ProfileFrame;

static inline uint64_t profile_padded(uint64_t size) {
    return (size + 7) & ~(uint64_t)7;
}

#endif
