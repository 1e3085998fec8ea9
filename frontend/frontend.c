// The passes in their order, from bytes to Code. Whatever goes wrong inside comes back here. The
// passes work in an arena of their own; what leaves is copied into the caller's.
#include "frontend/frontend.h"

#include "frontend/code_copy.h"
#include "frontend/compile.h"
#include "frontend/fold.h"
#include "frontend/parser.h"
#include "frontend/symtable.h"

#include <string.h>

typedef struct {
    const char *source, *filename;
    size_t size;
    CompileMode mode;
} Request;

static Code *run_passes(Compilation *compilation, Arena *arena, const Request *request,
                        FrontendError *error) {
    Module *module = parser_parse_bytes(compilation, arena, request->source, request->size,
                                        request->filename, request->mode, error);
    if (!module) return NULL;
    if (setjmp(compilation->failed)) return NULL;
    fold_module(compilation, module);
    Symtable *symtable = symtable_build(compilation, module);
    return compile_module(compilation, symtable, module);
}

static FrontendWarning *copy_warnings(Arena *arena, const FrontendWarning *warning) {
    FrontendWarning *first = NULL, **end = &first;
    for (; warning; warning = warning->next) {
        *end = arena_new(arena, FrontendWarning);
        **end = *warning;
        (*end)->message = text_copy(arena, warning->message);
        (*end)->next = NULL;
        end = &(*end)->next;
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
    error->filename = text_copy(arena, error->filename);
    error->source_line = text_copy(arena, error->source_line);
    if (warnings) *warnings = copy_warnings(arena, compilation.warnings);
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
