// What all passes of one compilation share: memory, source, names, the first error, warnings.
#ifndef FRONTEND_COMPILATION_H
#define FRONTEND_COMPILATION_H

#include "frontend/ast.h"
#include "frontend/frontend.h"

// Every name of a compilation, once. Open addressing; a slot holds index + 1, or 0 if empty.
typedef struct {
    Identifier **items;
    uint32_t count, room;
    uint32_t *slots;
    uint32_t slot_count; // a power of two
} IdentifierTable;

typedef struct Compilation {
    Arena *arena;
    CompileMode mode;
    bool from_text, from_file; // MODE_TEXT, MODE_FILE
    bool type_comments;        // comments that begin with `type:` are tokens, as `-m ast` asks for
    Text filename;
    Text source;          // decoded to UTF-8, newlines are \n, ends in a newline, no BOM, no NUL
    bool byte_columns;    // of from_file without a declared encoding, errors show byte columns
    const char *encoding; // "utf-8", or as the cookie names it
    // Which lines end in \r\n, by line number from 1; NULL if none does. For print_tokens.
    const bool *carriage_returns;
    bool newline_added; // the file did not end in one
    IdentifierTable identifiers;
    void *tokens; // those of the source: memory for others, once it is parsed
    size_t tokens_size;

    FrontendError *error; // where the first error goes
    jmp_buf failed;       // where it jumps, see error.h
    FrontendWarning *warnings, **warnings_end;

    char *c_limit; // the C stack must not grow below this address; set for the main thread
} Compilation;

// Prepares everything but the source. Without a `filename`, "<string>".
void compilation_init(Compilation *compilation, Arena *arena, const char *filename,
                      CompileMode mode, FrontendError *error);

// Of the bytes of a name, a text or a number, for tables.
uint32_t text_hash(const void *bytes, size_t size);

// The one identifier with this text (already NFKC); the text is copied and followed by a NUL.
const Identifier *identifier_intern(Compilation *compilation, const char *data, size_t size);

// A name of sixteen bytes at most as two words, zero behind its end.
typedef struct {
    uint64_t first, second;
} NameKey;

// The same for such a name.
const Identifier *identifier_of_key(Compilation *compilation, NameKey key, size_t size);

// Its key, of a name in a text behind whose end as many bytes may be read.
static inline NameKey name_key(const char *data, size_t size) {
    NameKey key;
    memcpy(&key, data, sizeof key);
    if (size < 8)
        key = (NameKey){key.first & ~(UINT64_MAX << size * 8), 0};
    else if (size < 16)
        key.second &= ~(UINT64_MAX << (size - 8) * 8);
    return key;
}

// RecursionError "maximum recursion depth exceeded during compilation".
_Noreturn void compilation_exhausted(Compilation *compilation);

// Every recursive function of a pass calls it first: raises when the C stack is nearly used up.
static inline void compilation_check_stack(Compilation *compilation) {
    if ((char *)__builtin_frame_address(0) < compilation->c_limit)
        compilation_exhausted(compilation);
}

#endif
