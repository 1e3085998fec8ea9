// The frame of the compiler: one Body per code object, its names and constants, the emitting of
// instructions into blocks, and the meaning of a variable.
#include "frontend/compile.h"

#include <stdlib.h>
#include <string.h>

// --- constants --------------------------------------------------------------------------------

Constant *constant_new(Compiler *compiler, ConstantKind kind) {
    Constant *constant = arena_new(compiler->arena, Constant);
    constant->kind = kind;
    return constant;
}

Constant *constant_int(Compiler *compiler, int64_t value) {
    Constant *constant = constant_new(compiler, CONSTANT_INT);
    constant->integer = value;
    return constant;
}

Constant *constant_text(Compiler *compiler, Text text) {
    Constant *constant = constant_new(compiler, CONSTANT_STR);
    constant->text = text;
    return constant;
}

Constant *constant_tuple(Compiler *compiler, Constant **items, uint32_t count) {
    Constant *constant = constant_new(compiler, CONSTANT_TUPLE);
    constant->items.items = items;
    constant->items.count = count;
    return constant;
}

uint32_t constant_index(Arena *arena, ConstantPool *pool, Constant *constant) {
    if (pool->count * 2 >= pool->slot_count) {
        pool->slot_count = pool->slot_count ? pool->slot_count * 2 : 16;
        pool->slots = arena_array(arena, uint32_t, pool->slot_count);
        for (uint32_t i = 0; i < pool->count; i++) {
            uint32_t slot = constant_hash(pool->items[i]);
            while (pool->slots[slot & (pool->slot_count - 1)]) slot++;
            pool->slots[slot & (pool->slot_count - 1)] = i + 1;
        }
    }
    uint32_t slot = constant_hash(constant), found;
    for (; (found = pool->slots[slot & (pool->slot_count - 1)]); slot++) {
        if (constant_equal(pool->items[found - 1], constant)) return found - 1;
    }
    if (pool->count == pool->room) {
        pool->room = pool->room ? pool->room * 2 : 8;
        Constant **grown = arena_array(arena, Constant *, pool->room);
        if (pool->count) memcpy(grown, pool->items, pool->count * sizeof *grown);
        pool->items = grown;
    }
    pool->items[pool->count++] = constant;
    pool->slots[slot & (pool->slot_count - 1)] = pool->count;
    return pool->count - 1;
}

// --- names ------------------------------------------------------------------------------------

static uint32_t name_find(const NamePool *pool, const Identifier *name) {
    if (!pool->slot_count) return UINT32_MAX;
    for (uint32_t slot = name->hash;; slot++) {
        uint32_t found = pool->slots[slot & (pool->slot_count - 1)];
        if (!found) return UINT32_MAX;
        if (pool->items[found - 1] == name) return found - 1;
    }
}

uint32_t name_index(Arena *arena, NamePool *pool, const Identifier *name) {
    uint32_t known = name_find(pool, name);
    if (known != UINT32_MAX) return known;
    if (pool->count * 2 >= pool->slot_count) {
        pool->slot_count = pool->slot_count ? pool->slot_count * 2 : 16;
        pool->slots = arena_array(arena, uint32_t, pool->slot_count);
        for (uint32_t i = 0; i < pool->count; i++) {
            uint32_t slot = pool->items[i]->hash;
            while (pool->slots[slot & (pool->slot_count - 1)]) slot++;
            pool->slots[slot & (pool->slot_count - 1)] = i + 1;
        }
    }
    if (pool->count == pool->room) {
        pool->room = pool->room ? pool->room * 2 : 8;
        const Identifier **grown = arena_array(arena, const Identifier *, pool->room);
        if (pool->count) memcpy(grown, pool->items, pool->count * sizeof *grown);
        pool->items = grown;
    }
    pool->items[pool->count++] = name;
    uint32_t slot = name->hash;
    while (pool->slots[slot & (pool->slot_count - 1)]) slot++;
    pool->slots[slot & (pool->slot_count - 1)] = pool->count;
    return pool->count - 1;
}

static int compare_names(const void *left, const void *right) {
    const Identifier *a = *(const Identifier *const *)left, *b = *(const Identifier *const *)right;
    uint32_t size = a->text.size < b->text.size ? a->text.size : b->text.size;
    int order = memcmp(a->text.data, b->text.data, size);
    return order ? order : (a->text.size > b->text.size) - (a->text.size < b->text.size);
}

// Adds the names that are cells (or free) in the scope, sorted.
static void collect_cells(Compiler *compiler, Body *body, bool free) {
    const Scope *scope = body->scope;
    const Identifier **names = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        const Symbol *symbol = &scope->symbols[i];
        if (free ? symbol->meaning != MEANING_FREE && !(symbol->flags & SYMBOL_FREE_CLASS)
                 : symbol->meaning != MEANING_CELL)
            continue;
        if (!names)
            names = arena_room(compiler->scratch, const Identifier *, scope->symbol_count - i);
        names[count++] = symbol->name;
    }
    if (!free && scope->needs_class_closure)
        name_index(compiler->scratch, &body->cells, compiler->class_cell);
    if (!count) return;
    // An insertion sort would do for most, but nothing bounds the number of names.
    qsort(names, count, sizeof *names, compare_names);
    for (uint32_t i = 0; i < count; i++) name_index(compiler->scratch, &body->cells, names[i]);
}

// --- blocks and instructions ------------------------------------------------------------------

Block *compile_block(Compiler *compiler) {
    Block *block = arena_new(compiler->blocks, Block);
    block->start_depth = -1;
    block->older = compiler->body->newest;
    compiler->body->newest = block;
    compiler->body->block_count++;
    return block;
}

void compile_use(Compiler *compiler, Block *block) {
    Block *full = compiler->body->current;
    // What the block did not need goes to the next one, which passes then find close by.
    if (arena_resize(compiler->scratch, full->instructions, full->room * sizeof(Instruction),
                     full->count * sizeof(Instruction)))
        full->room = full->count;
    full->next = block;
    compiler->body->current = block;
}

const uint8_t instruction_traits[INSTRUCTION_OPCODES] = {
#define TRAITS(NAME, KIND, CACHE_UNITS, POPS, PUSHES, JUMP_PUSHES)                                 \
    [OP_##NAME] = (OPERAND_##KIND == OPERAND_JUMP ? TRAIT_JUMP : 0) |                              \
                  (IS_EXIT(OP_##NAME) ? TRAIT_EXIT : 0) | (OP_##NAME == OP_NOP ? TRAIT_NOP : 0) |  \
                  (IS_IMPROVABLE(OP_##NAME) ? TRAIT_IMPROVABLE : 0) |                              \
                  (OP_##NAME == OP_DELETE_FAST ? TRAIT_DELETES_LOCAL : 0),
#define IS_IMPROVABLE(opcode)                                                                      \
    ((opcode) == OP_BUILD_TUPLE || (opcode) == OP_SWAP || (opcode) == OP_IS_OP)
#define IS_EXIT(opcode)                                                                            \
    ((opcode) == OP_RETURN_VALUE || (opcode) == OP_RAISE_VARARGS || (opcode) == OP_RERAISE)
    OPCODES(TRAITS)
#undef TRAITS
        [PSEUDO_JUMP] = TRAIT_JUMP | TRAIT_PLAIN,
    [PSEUDO_JUMP_NO_INTERRUPT] = TRAIT_JUMP | TRAIT_PLAIN,
    [PSEUDO_POP_JUMP_IF_FALSE] = TRAIT_JUMP,
    [PSEUDO_POP_JUMP_IF_TRUE] = TRAIT_JUMP,
    [PSEUDO_POP_JUMP_IF_NONE] = TRAIT_JUMP,
    [PSEUDO_POP_JUMP_IF_NOT_NONE] = TRAIT_JUMP,
    [PSEUDO_SETUP_FINALLY] = TRAIT_SETUP,
    [PSEUDO_SETUP_CLEANUP] = TRAIT_SETUP,
    [PSEUDO_SETUP_WITH] = TRAIT_SETUP,
};

static void note_traits(Body *body, Block *block, uint8_t traits) {
    block->ended = traits & (TRAIT_JUMP | TRAIT_EXIT);
    block->exits = traits & TRAIT_EXIT;
    block->no_fallthrough = traits & (TRAIT_EXIT | TRAIT_PLAIN);
    const Instruction *last = block_last(block);
    if (traits & TRAIT_IMPROVABLE || (last && last->opcode == OP_LOAD_CONST && traits & TRAIT_JUMP))
        block->improvable = true;
    if (traits & TRAIT_NOP) block->has_nops = true;
    if (traits & TRAIT_DELETES_LOCAL) body->deletes_locals = true;
    if (traits & TRAIT_SETUP) block->opens_region = body->has_handlers = true;
}

// A block of so many instructions goes on in another one, rather than that they move to an array of
// twice the size again and again.
enum { BLOCK_MOST = 4096 };

// Whether nothing is to be improved where the block would be cut.
static bool may_go_on(const Block *block, uint32_t opcode) {
    uint32_t last = block_last(block)->opcode;
    return !instruction_traits[last] && last != OP_LOAD_CONST && !instruction_traits[opcode];
}

static __attribute__((noinline)) void emit_with_room(Compiler *compiler, uint32_t opcode,
                                                     uint32_t operand, Block *target) {
    Block *block = compiler->body->current;
    if (block->ended || (block->count >= BLOCK_MOST && may_go_on(block, opcode)))
        compile_use(compiler, compile_block(compiler));
    block = compiler->body->current;
    if (block->count == block->room) block_grow(compiler->scratch, block);
    emit_raw(compiler, opcode, operand, target);
}

void emit_raw(Compiler *compiler, uint32_t opcode, uint32_t operand, Block *target) {
    Body *body = compiler->body;
    Block *block = body->current;
    if (block->ended || block->count == block->room) {
        emit_with_room(compiler, opcode, operand, target);
        return;
    }
    uint8_t traits = instruction_traits[opcode];
    if (traits) note_traits(body, block, traits);
    if (!body->range.line) block->lacks_lines = true;
    block->instructions[block->count++] = (Instruction){opcode, operand, target, NULL, body->range};
}

void emit_without_line(Compiler *compiler, uint32_t opcode, uint32_t operand, Block *target) {
    Range range = compiler->body->range;
    compiler->body->range = (Range){0};
    emit_raw(compiler, opcode, operand, target);
    compiler->body->range = range;
}

void emit_constant(Compiler *compiler, Constant *constant) {
    emit_operand(compiler, OP_LOAD_CONST,
                 constant_index(compiler->arena, &compiler->body->constants, constant));
}

void emit_name(Compiler *compiler, uint32_t opcode, const Identifier *name) {
    Body *body = compiler->body;
    name = name_mangle(compiler->compilation, body->private_name, name);
    emit_operand(compiler, opcode, name_index(compiler->scratch, &body->names, name));
}

void check_forbidden_name(Compiler *compiler, const Identifier *name, Range range,
                          ExprContext context) {
    if (name != compiler->name_debug || context == CONTEXT_LOAD) return;
    error_syntax(compiler->compilation, range,
                 context == CONTEXT_STORE ? "cannot assign to __debug__"
                                          : "cannot delete __debug__");
}

void compile_name(Compiler *compiler, const Identifier *written, ExprContext context) {
    static const uint8_t by_name[] = {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME};
    static const uint8_t by_global[] = {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL};
    static const uint8_t by_fast[] = {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST};
    static const uint8_t by_deref[] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF};
    Body *body = compiler->body;
    check_forbidden_name(compiler, written, body->range, context);
    const Identifier *name = name_mangle(compiler->compilation, body->private_name, written);
    Symbol *symbol = scope_find(body->scope, name);
    Meaning meaning = symbol ? (Meaning)symbol->meaning : MEANING_UNKNOWN;
    bool in_function = body->scope->kind == SCOPE_FUNCTION;
    uint32_t opcode = by_name[context];
    NamePool *pool = &body->names;

    if (meaning == MEANING_FREE || meaning == MEANING_CELL) {
        opcode = by_deref[context];
        pool = &body->cells;
        if (opcode == OP_LOAD_DEREF && body->scope->kind == SCOPE_CLASS)
            opcode = OP_LOAD_CLASSDEREF;
    } else if (meaning == MEANING_LOCAL && in_function) {
        opcode = by_fast[context];
        pool = &body->locals;
    } else if (meaning == MEANING_GLOBAL_EXPLICIT ||
               (meaning == MEANING_GLOBAL_IMPLICIT && in_function)) {
        opcode = by_global[context];
    }
    uint32_t place = symbol ? symbol->place : 0;
    if (!place) place = name_index(compiler->scratch, pool, name) + 1;
    if (symbol) symbol->place = place;
    emit_operand(compiler, opcode, place - 1);
}

// --- frames -----------------------------------------------------------------------------------

void frame_push(Compiler *compiler, FrameBlock frame) {
    Body *body = compiler->body;
    if (body->frame_count >= FRAME_BLOCK_MAX)
        error_syntax(compiler->compilation, body->range, "too many statically nested blocks");
    body->frames[body->frame_count++] = frame;
}

void frame_pop(Compiler *compiler) {
    compiler->body->frame_count--;
}

// --- bodies -----------------------------------------------------------------------------------

// Is the function or class declared global where it stands?
static bool is_declared_global(Compiler *compiler, const Body *body) {
    if (body->scope->comprehension || body->is_lambda) return false;
    const Identifier *name =
        name_mangle(compiler->compilation, body->outer->private_name, body->name);
    const Symbol *symbol = scope_find(body->outer->scope, name);
    return symbol && symbol->meaning == MEANING_GLOBAL_EXPLICIT;
}

static Text make_qualname(Compiler *compiler, const Body *body) {
    const Body *outer = body->outer;
    if (!outer || !outer->outer || is_declared_global(compiler, body)) return body->name->text;
    bool locals = outer->scope->kind == SCOPE_FUNCTION && !outer->scope->comprehension;
    const char *middle = locals ? ".<locals>." : ".";
    size_t middle_size = strlen(middle);
    size_t size = outer->qualname.size + middle_size + body->name->text.size;
    if (size > UINT32_MAX / 2)
        error_plain(compiler->compilation, FRONTEND_MEMORY_ERROR, "qualified name is too long");
    char *data = arena_alloc(compiler->arena, size + 1);
    memcpy(data, outer->qualname.data, outer->qualname.size);
    memcpy(data + outer->qualname.size, middle, middle_size);
    memcpy(data + outer->qualname.size + middle_size, body->name->text.data, body->name->text.size);
    return (Text){data, (uint32_t)size};
}

void compile_enter(Compiler *compiler, const Identifier *name, const void *node,
                   uint32_t first_line) {
    ArenaMark mark = arena_mark(compiler->scratch);
    Body *body = arena_raw(compiler->scratch, sizeof *body);
    memset(body, 0, offsetof(Body, frames));
    body->outer = compiler->body;
    body->mark = mark;
    body->blocks_mark = arena_mark(compiler->blocks);
    body->scope = symtable_scope(compiler->symtable, node);
    body->name = name;
    body->first_line = first_line;
    body->is_lambda = name == compiler->name_lambda;
    body->private_name = body->outer ? body->outer->private_name : NULL;
    body->qualname = make_qualname(compiler, body);
    for (uint32_t i = 0; i < body->scope->parameter_count; i++)
        name_index(compiler->scratch, &body->locals, body->scope->parameters[i]);
    // A function inside `finally` is compiled more than once.
    for (uint32_t i = 0; i < body->scope->symbol_count; i++) body->scope->symbols[i].place = 0;
    collect_cells(compiler, body, false);
    body->cell_count = body->cells.count;
    collect_cells(compiler, body, true);
    compiler->body = body;
    body->entry = body->current = compile_block(compiler);
}

static uint32_t code_flags(const Compiler *compiler) {
    const Scope *scope = compiler->body->scope;
    uint32_t flags = compiler->symtable->future_annotations ? CODE_FUTURE_ANNOTATIONS : 0;
    if (scope->kind != SCOPE_FUNCTION) return flags;
    flags |= CODE_NEWLOCALS | CODE_OPTIMIZED;
    if (scope->nested) flags |= CODE_NESTED;
    if (scope->generator)
        flags |= scope->coroutine ? CODE_ASYNC_GENERATOR : CODE_GENERATOR;
    else if (scope->coroutine)
        flags |= CODE_COROUTINE;
    if (scope->varargs) flags |= CODE_VARARGS;
    if (scope->varkeywords) flags |= CODE_VARKEYWORDS;
    return flags;
}

Code *compile_leave(Compiler *compiler, bool add_none) {
    Body *body = compiler->body;
    const Instruction *last = block_last(body->current);
    if (!last || last->opcode != OP_RETURN_VALUE) {
        body->range = (Range){0};
        if (add_none) emit_constant(compiler, compiler->none);
        emit(compiler, OP_RETURN_VALUE);
    }
    Code *code = assemble(compiler, code_flags(compiler));
    compiler->body = body->outer;
    arena_release(compiler->blocks, body->blocks_mark);
    arena_release(compiler->scratch, body->mark);
    return code;
}

static const Identifier *intern(Compilation *compilation, const char *name) {
    return identifier_intern(compilation, name, strlen(name));
}

Code *compile_module(Compilation *compilation, Symtable *symtable, Tree *module) {
    Arena scratch = {.parent = compilation->arena}, blocks = {.parent = compilation->arena};
    Compiler compiler = {
        .compilation = compilation,
        .arena = compilation->arena,
        .scratch = &scratch,
        .blocks = &blocks,
        .symtable = symtable,
        .interactive = module->kind == TREE_INTERACTIVE,
        .name_class = intern(compilation, "__class__"),
        .name_module_dunder = intern(compilation, "__module__"),
        .name_name = intern(compilation, "__name__"),
        .name_qualname = intern(compilation, "__qualname__"),
        .name_doc = intern(compilation, "__doc__"),
        .name_classcell = intern(compilation, "__classcell__"),
        .name_annotations = intern(compilation, "__annotations__"),
        .name_debug = intern(compilation, "__debug__"),
        .name_dot_zero = intern(compilation, ".0"),
        .name_return = intern(compilation, "return"),
        .name_lambda = intern(compilation, "<lambda>"),
    };
    Identifier class_cell = *compiler.name_class;
    compiler.class_cell = &class_cell;
    compiler.none = constant_new(&compiler, CONSTANT_NONE);
    compiler.true_ = constant_new(&compiler, CONSTANT_TRUE);
    compiler.false_ = constant_new(&compiler, CONSTANT_FALSE);
    compiler.ellipsis = constant_new(&compiler, CONSTANT_ELLIPSIS);
    compiler.empty_tuple = constant_tuple(&compiler, NULL, 0);
    arena_lend(&scratch, compilation->tokens, compilation->tokens_size);
    compile_enter(&compiler, intern(compilation, "<module>"), module, 1);
    if (module->kind == TREE_EXPRESSION) {
        compile_expr(&compiler, module->expression);
        return compile_leave(&compiler, false);
    }
    compile_futures(&compiler, module->body);
    compile_body(&compiler, module->body);
    return compile_leave(&compiler, true);
}
