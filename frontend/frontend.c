// The passes in their order, from bytes to Code. Whatever goes wrong inside comes back here.
#include "frontend/frontend.h"

#include "frontend/compile.h"
#include "frontend/fold.h"
#include "frontend/parser.h"
#include "frontend/symtable.h"

#include <string.h>

static Code *run_passes(Compilation *compilation, Arena *arena, const char *source, size_t size,
                        const char *filename, CompileMode mode, FrontendError *error) {
    Module *module = parser_parse_bytes(compilation, arena, source, size, filename, mode, error);
    if (!module) return NULL;
    if (setjmp(compilation->failed)) return NULL;
    fold_module(compilation, module);
    Symtable *symtable = symtable_build(compilation, module);
    return compile_module(compilation, symtable, module);
}

Code *frontend_compile(Arena *arena, const char *source, size_t size, const char *filename,
                       CompileMode mode, FrontendError *error, FrontendWarning **warnings) {
    Compilation compilation = {0};
    jmp_buf no_memory, *outer = arena->out_of_memory;
    memset(error, 0, sizeof *error);
    if (warnings) *warnings = NULL;
    arena->out_of_memory = &no_memory;
    if (setjmp(no_memory)) {
        arena->out_of_memory = outer;
        memset(error, 0, sizeof *error);
        error->status = FRONTEND_MEMORY_ERROR;
        return NULL;
    }
    Code *code = run_passes(&compilation, arena, source, size, filename, mode, error);
    arena->out_of_memory = outer;
    if (warnings) *warnings = compilation.warnings;
    return code;
}
