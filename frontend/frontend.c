// The passes in their order, from bytes to Code. Whatever goes wrong inside comes back here. The
// passes work in an arena of their own; what leaves is copied into the caller's.
#include "frontend/frontend.h"

#include "frontend/code_copy.h"
#include "frontend/compile.h"
#include "frontend/error.h"
#include "frontend/fold.h"
#include "frontend/symtable.h"
#include "frontend/trees.h"
#include "frontend/validate.h"
#include "frontend/verify.h"

#include <string.h>

typedef struct {
    const char *source, *filename;
    size_t size;
    CompileMode mode;
} Request;

static Code *compile_tree(Compilation *compilation, Tree *module) {
    fold_module(compilation, module);
    Symtable *symtable = symtable_build(compilation, module);
    return compile_module(compilation, symtable, module);
}

static Code *run_passes(Compilation *compilation, Arena *arena, const Request *request,
                        FrontendError *error) {
    Tree *module = parser_parse_bytes(compilation, arena, request->source, request->size,
                                      request->filename, request->mode, false, error);
    if (!module) return NULL;
    if (setjmp(compilation->failed)) return NULL;
    return compile_tree(compilation, module);
}

// The line's text without the white space around it.
static Text line_strip(const char *start, const char *end) {
    while (start < end && strchr(" \t\f", *start)) start++;
    while (end > start && strchr(" \t\f\n", end[-1])) end--;
    return (Text){start, (uint32_t)(end - start)};
}

// With the lines they speak of, which the walk over the source meets mostly in their order.
static FrontendWarning *copy_warnings(Arena *arena, const Compilation *compilation) {
    FrontendWarning *first = NULL, **end = &first;
    if (!compilation->warnings) return NULL;
    const char *start = compilation->source.data, *stop = start + compilation->source.size;
    const char *at = start;
    uint32_t line = 1, copied_line = 0;
    Text copy = {"", 0};
    for (const FrontendWarning *from = compilation->warnings; from; from = from->next) {
        FrontendWarning *warning = *end = arena_new(arena, FrontendWarning);
        *warning = *from;
        if (line > warning->line) {
            at = start;
            line = 1;
        }
        for (; line < warning->line && at < stop; line++) {
            const char *newline = memchr(at, '\n', (size_t)(stop - at));
            at = newline ? newline + 1 : stop;
        }
        if (copied_line != line) {
            const char *newline = memchr(at, '\n', (size_t)(stop - at));
            copy = text_copy(arena, line_strip(at, newline ? newline : stop));
            copied_line = line;
        }
        warning->source_line = copy;
        warning->message = text_copy(arena, warning->message);
        warning->next = NULL;
        end = &warning->next;
    }
    return first;
}

// Compiles in `work`, leaves the result in `arena`.
static Code *compile_between(Arena *work, Arena *arena, const Request *request,
                             FrontendError *error, FrontendWarning **warnings) {
    Compilation compilation = {0};
    jmp_buf no_memory;
    work->out_of_memory = arena->out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        memset(error, 0, sizeof *error);
        error->status = FRONTEND_MEMORY_ERROR;
        return NULL;
    }
    Code *code = run_passes(&compilation, work, request, error);
    error->message = text_copy(arena, error->message);
    if (error->filename.data) error->filename = text_copy(arena, error->filename);
    if (error->source_line.data) error->source_line = text_copy(arena, error->source_line);
    if (warnings) *warnings = copy_warnings(arena, &compilation);
    return code ? code_copy(arena, code) : NULL;
}

Code *frontend_compile(Arena *arena, const char *source, size_t size, const char *filename,
                       CompileMode mode, FrontendError *error, FrontendWarning **warnings) {
    const Request request = {source, filename, size, mode};
    jmp_buf *outer = arena->out_of_memory;
    // Fresh pages cost more than what is done with them: those of one compilation serve the next.
    static Arena spare;
    Arena work = spare;
    arena_init(&spare);
    memset(error, 0, sizeof *error);
    if (warnings) *warnings = NULL;
    Code *code = compile_between(&work, arena, &request, error, warnings);
    arena_clear(&work);
    arena_free(&spare);
    spare = work;
    arena->out_of_memory = outer;
    return code;
}

// What no parser would let pass may still have passed validation: the verifier has the last word.
static Code *compile_validated(Compilation *compilation, Tree *module) {
    char reason[200];
    if (setjmp(compilation->failed)) return NULL;
    validate_module(compilation, module);
    Code *code = compile_tree(compilation, module);
    if (!verify_code(code, reason, sizeof reason))
        error_plain(compilation, FRONTEND_VALUE_ERROR, "the tree makes no sound code: %s", reason);
    return code;
}

Code *frontend_compile_tree(Arena *arena, Compilation *compilation, Tree *module,
                            FrontendWarning **warnings) {
    jmp_buf no_memory, *outer = compilation->arena->out_of_memory;
    *warnings = NULL;
    if (setjmp(no_memory)) {
        compilation->arena->out_of_memory = outer;
        memset(compilation->error, 0, sizeof *compilation->error);
        compilation->error->status = FRONTEND_MEMORY_ERROR;
        return NULL;
    }
    compilation->arena->out_of_memory = arena->out_of_memory = &no_memory;
    Code *code = compile_validated(compilation, module);
    *warnings = copy_warnings(arena, compilation);
    if (code) code = code_copy(arena, code);
    compilation->arena->out_of_memory = outer;
    arena->out_of_memory = NULL;
    return code;
}
