// What the profiler knows of a run, on its way from raw words to tables.
//   profile.c          runs builds under the sampler, prints, decides the exit status
//   profile_code.c     the code objects of a run: from a pc to instruction, opcode and line
//   profile_machine.c  the binary: from an address to handler or function, from registers to pc
//   profile_stacks.c   joins both: each sample becomes one stack of names
//   profile_tables.c   sums over samples, with intervals; profile.json and the printed tables
//   profile_files.c    folded stacks, speedscope; profile_flame.c  the flame graph
#ifndef BENCH_PROFILE_H
#define BENCH_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/files.h"
#include "bench/profile_buffer.h"

// --- code objects -------------------------------------------------------------------------------

typedef struct {
    uint64_t code, entry, end; // addresses; entry and end are pcs
    uint32_t unit_count, first_line;
    const char *name, *file; // qualified name; the file's last part
    const uint32_t *units;
    uint32_t *starts; // the first unit of every instruction
    size_t start_count;
    const uint32_t *positions; // pairs: first unit, line
    uint32_t position_count;
} PythonCode;

typedef struct {
    PythonCode *items;
    size_t count;
    size_t *by_entry; // indices, in the order of entries
    uint64_t cell_size;
} CodeList;

CodeList code_list_read(const ProfileBuffer *buffer);
void code_list_free(CodeList *list);
// The code object at an address, and the one that a pc stands in (or just behind); or NULL.
const PythonCode *code_list_find(const CodeList *list, uint64_t code);
const PythonCode *code_list_at(const CodeList *list, uint64_t pc);

enum { OPCODE_UNKNOWN = -1 };
// The instruction that was last fetched before pc, by index; SIZE_MAX before the first.
size_t code_instruction(const CodeList *list, const PythonCode *code, uint64_t pc);
int code_opcode(const PythonCode *code, size_t instruction);
uint32_t code_line(const PythonCode *code, size_t instruction); // 0: unknown
// The instruction a handler is working on, given that pc is what it had or already what comes next;
// SIZE_MAX where the two do not fit together.
size_t code_match(const CodeList *list, const PythonCode *code, uint64_t pc, int opcode);
// Whether a pc that does not fit its handler stands where handlers that change frames leave it.
bool code_just_entered(const CodeList *list, const PythonCode *code, uint64_t pc, int opcode);

const char *opcode_name(int opcode);
int opcode_number(const char *name);

// --- the binary ---------------------------------------------------------------------------------

typedef struct ProfileMachine ProfileMachine;

typedef enum {
    PLACE_OUTSIDE,  // a C function that is no part of the dispatch loop
    PLACE_HANDLER,  // one opcode's own code
    PLACE_SEVERAL,  // code that several handlers came to share
    PLACE_BLOCK,    // a block of its own for all opcodes, such as `error`
    PLACE_DISPATCH, // where all handlers go on from: in switch and table
} PlaceKind;

typedef struct {
    PlaceKind kind;
    int opcode;       // of a handler
    const char *name; // of the function, or of the block
    bool is_loop;     // the function is the one that C enters, once an activation
} Place;

bool profile_has_sampler(const char *path); // it was built with PROFILE=1
// Ends the program with a message when the binary cannot be read.
ProfileMachine *profile_machine_open(const char *path, const char *config,
                                     const ProfileBuffer *buffer);
void profile_machine_close(ProfileMachine *machine);
const char *profile_machine_sha256(const ProfileMachine *machine);
Place profile_place(const ProfileMachine *machine, uint64_t address);
// The VM's pc as DWARF locates it in the interrupted function; false where it does not.
bool profile_pc(ProfileMachine *machine, const ProfileSample *sample, uint64_t *pc);
// What the register holds that handlers fetch through: pc, in handlers that need no other for it.
// gcc says nothing of variables in functions of many jumps (goto and direct).
bool profile_pc_register(const ProfileMachine *machine, const ProfileSample *sample, uint64_t *pc);
// The function at an address; where none is known, the file's name, and *known is false.
const char *profile_symbol(ProfileMachine *machine, uint64_t address, bool *known);

// --- stacks -------------------------------------------------------------------------------------

typedef enum { NAME_PYTHON, NAME_LINE, NAME_OPCODE, NAME_NATIVE, NAME_NOTE } NameKind;

typedef struct {
    NameKind kind;
    const char *text, *file; // file: of Python's, else NULL
    uint32_t line;
} Name;

// Every name once, shared by all builds of one call.
typedef struct {
    Name *items;
    size_t count;
} NameList;

enum { NO_NAME = UINT32_MAX };

typedef struct {
    uint32_t *stack; // names, the root first
    size_t depth;
    // Of the innermost Python code; NO_NAME where there is none or it is not known.
    uint32_t function, line, opcode;
    uint32_t helper; // the C function that was running; NO_NAME in a handler itself
} Sample;

typedef struct {
    const char *config, *path, *sha256;
    char *ended; // how the program ended otherwise than with status 0; NULL
    const char *failure;
    uint64_t rate;
    double seconds; // sampled
    Sample *samples;
    size_t sample_count;
    uint64_t lost_late, lost_full, codes_lost;
    // Samples whose stack is cut at its outer end; whose C frames could not be unwound to main;
    // whose line, opcode or running function is not known.
    size_t truncated, not_unwound, no_line, no_opcode, no_symbol;
    // How pc was found where handlers were interrupted: DWARF knew; in the register that handlers
    // fetch through; in the one register that holds something that fits.
    size_t pc_by_dwarf, pc_by_register, pc_by_search;
} Profile;

uint32_t name_add(NameList *names, NameKind kind, const char *text, const char *file,
                  uint32_t line);
void profile_resolve(Profile *profile, const ProfileBuffer *buffer, NameList *names);

// --- what is written ----------------------------------------------------------------------------

typedef struct {
    uint32_t name;
    size_t self, total; // samples it was innermost in; samples it was in at all
} Row;

typedef struct {
    Row *rows; // the largest first
    size_t count;
} Table;

typedef enum { BY_FUNCTION, BY_LINE, BY_OPCODE, BY_HELPER, TABLE_COUNT } TableKind;

Table profile_table(const Profile *profile, const NameList *names, TableKind kind);
// The 95 % interval of a share, of chance in sampling alone (Wilson's score interval).
void profile_interval(size_t part, size_t whole, double *low, double *high);

void profile_print(const Profile *profile, const NameList *names, size_t rows);
cJSON *profile_json(const Profile *profile, const NameList *names);
char *profile_folded(const Profile *profile, const NameList *names);
char *profile_speedscope(const Profile *profiles, size_t count, const NameList *names,
                         const char *title);
char *profile_flame(const Profile *profile, const NameList *names, const char *title);

#endif
