// A linked executable as the audit reads it: symbols, bytes by address, and from DWARF the units
// (source files), labels of functions and lines. x86-64 Linux, ELF, linked at a fixed address.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Symbol {
    const char *name;
    uint64_t address, size;
    bool is_function;
    bool is_object;
} Symbol;

typedef struct Label { // of a function, not of what was inlined into it
    const char *name;
    uint64_t address;
} Label;

typedef struct Enumerator {
    const char *name;
    uint64_t value;
} Enumerator;

typedef struct Line {
    uint64_t address;
    const char *file; // as the line table names it; NULL after the end of a sequence
    int line;
} Line;

typedef struct UnitRange {
    uint64_t low, high;
    const char *unit; // the source file compiled, as given to the compiler
} UnitRange;

typedef struct Section {
    uint64_t address, size;
    const uint8_t *bytes;
    bool executable;
} Section;

typedef struct Binary {
    const char *path;
    void *elf, *dwarf; // owned by libelf and libdw
    int descriptor;
    Symbol *symbols; // sorted by address
    size_t symbol_count;
    Label *labels; // of the unit last given to binary_read_unit, sorted by address
    size_t label_count;
    Enumerator *enumerators; // of its enumerations outside functions, in the order of the source
    size_t enumerator_count;
    Line *lines; // likewise
    size_t line_count;
    UnitRange *units; // sorted by address
    size_t unit_count;
    Section *sections;
    size_t section_count;
    const char **never_return; // names of functions declared noreturn
    size_t never_return_count;
    char sha256[65]; // of the file
    bool by_lld;     // linked by lld, which relaxes instructions otherwise than GNU ld
    char error[512]; // what was wrong, when a function here answers false
} Binary;

// Opens an executable and reads symbols and units. On failure, false, `error` says why, and the
// binary needs no close. `path` must outlive the binary.
bool binary_open(Binary *binary, const char *path);
void binary_close(Binary *binary);

// Reads labels, enumerators and lines of one unit.
bool binary_read_unit(Binary *binary, const char *unit);

// The bytes at an address of the program, or NULL where the file has not all of them.
const uint8_t *binary_bytes(const Binary *binary, uint64_t address, size_t size);
bool binary_read_word(const Binary *binary, uint64_t address, uint64_t *word);
bool binary_is_code(const Binary *binary, uint64_t address);

const char *binary_unit_at(const Binary *binary, uint64_t address);
// The function that holds an address, or NULL.
const Symbol *binary_function_at(const Binary *binary, uint64_t address);
const Line *binary_line_at(const Binary *binary, uint64_t address);
bool binary_never_returns(const Binary *binary, const char *function);
