// From tree to Code. compile_*.c turn statements and expressions into basic blocks of instructions
// with symbolic jumps; flow.c improves the graph of blocks; assemble.c lays it out as units.
#ifndef FRONTEND_COMPILE_H
#define FRONTEND_COMPILE_H

#include "frontend/ast.h"
#include "frontend/compilation.h"
#include "frontend/constant.h"
#include "frontend/error.h"
#include "frontend/opcode.h"
#include "frontend/symtable.h"

// Instructions of the graph that no machine executes: jumps whose direction is not yet known, and
// the marks that open and close a protected region. They stand above all real opcodes.
enum {
    PSEUDO_JUMP = 256,
    PSEUDO_JUMP_NO_INTERRUPT,
    PSEUDO_POP_JUMP_IF_FALSE,
    PSEUDO_POP_JUMP_IF_TRUE,
    PSEUDO_POP_JUMP_IF_NONE,
    PSEUDO_POP_JUMP_IF_NOT_NONE,
    PSEUDO_SETUP_FINALLY, // handler starts with the exception on the stack
    PSEUDO_SETUP_CLEANUP, // with the offset of the raising unit and the exception
    PSEUDO_SETUP_WITH,    // the same, after dropping the result of __enter__
    PSEUDO_POP_BLOCK,
    INSTRUCTION_OPCODES,
};

// What emit_raw and the passes ask of every instruction's opcode; most have none of these.
enum {
    TRAIT_JUMP = 1,
    TRAIT_PLAIN = 2, // a jump that is always taken
    TRAIT_EXIT = 4,
    TRAIT_SETUP = 8,
    TRAIT_NOP = 16,
    TRAIT_IMPROVABLE = 32, // with what stands before or behind it, perhaps
    TRAIT_DELETES_LOCAL = 64,
};
extern const uint8_t instruction_traits[INSTRUCTION_OPCODES];

typedef struct Block Block;

typedef struct {
    uint32_t opcode;
    uint32_t operand;
    Block *target;  // of jumps and PSEUDO_SETUP_*
    Block *handler; // where it goes when it raises
    Range range;    // line 0: no line
} Instruction;

// A basic block: only its last instruction jumps or exits, only its first is jumped to.
struct Block {
    Block *next;  // in the order of the code
    Block *older; // made just before it
    Instruction *instructions;
    uint32_t count, room;
    uint32_t predecessors;
    uint32_t start;            // unit offset, when laid out
    int32_t start_depth;       // of the stack; -1: not known yet
    uint64_t *unbound;         // locals that may be unbound at its start
    const struct Guard *guard; // regions around its start
    bool exits;                // ends in return or raise
    bool no_fallthrough;
    bool opens_region; // holds a PSEUDO_SETUP_*, the only instructions with a target but the last
    bool has_nops;     // holds an OP_NOP, or held one since it was last cleaned
    bool lacks_lines;  // holds an instruction without a line, or did when it was emitted
    bool improvable;   // may hold what can be said in fewer instructions
    bool ended;        // to the emitting: the next instruction begins another block
    bool keeps_offset; // as a handler: wants the offset of the raising unit
    bool guarded, placed, queued; // passes have met it
};

// Constants and names of one code object, each once.
typedef struct {
    Constant **items;
    uint32_t count, room;
    uint32_t *slots;
    uint32_t slot_count;
} ConstantPool;

typedef struct {
    const Identifier **items;
    uint32_t count, room;
    uint32_t *slots;
    uint32_t slot_count;
} NamePool;

// What surrounds the statement being compiled and must be undone when it is left by a jump.
typedef enum {
    FRAME_WHILE_LOOP,
    FRAME_FOR_LOOP,
    FRAME_TRY_EXCEPT,
    FRAME_FINALLY_TRY,
    FRAME_FINALLY_END,
    FRAME_WITH,
    FRAME_ASYNC_WITH,
    FRAME_HANDLER_CLEANUP,
    FRAME_POP_VALUE,
    FRAME_EXCEPTION_HANDLER,
    FRAME_GROUP_HANDLER,    // of except*: no statement may jump out of it
    FRAME_ASYNC_GENERATION, // `async for` of a comprehension
} FrameKind;

typedef struct {
    FrameKind kind;
    Block *block;               // where `continue` goes; the start of a try
    Block *exit;                // where `break` goes
    const StmtList *final_body; // FRAME_FINALLY_TRY
    const Identifier *name;     // FRAME_HANDLER_CLEANUP: the exception's name, or NULL
    const Stmt *with;           // FRAME_WITH, FRAME_ASYNC_WITH
} FrameBlock;

#define FRAME_BLOCK_MAX 20

// One code object in the making.
typedef struct Body Body;
struct Body {
    Body *outer;
    ArenaMark mark, blocks_mark; // of the memory before it
    Scope *scope;
    const Identifier *name;
    Text qualname;
    const Identifier *private_name;
    uint32_t first_line;
    uint32_t argument_count, positional_only_count, keyword_only_count;
    bool is_lambda;
    bool is_async; // the body of an `async def`
    ConstantPool constants;
    NamePool names;
    NamePool locals; // parameters, then in order of first use
    NamePool cells;  // cells, then free variables; both sorted
    uint32_t cell_count;
    Block *entry, *current;
    Block *newest; // heads the chain of all blocks
    uint32_t block_count;
    bool has_handlers, deletes_locals; // such code was emitted
    Range range;                       // of what is being compiled: goes into every instruction
    uint32_t frame_count;
    FrameBlock frames[FRAME_BLOCK_MAX]; // last, so that a new Body need not clear them
};

typedef struct {
    Compilation *compilation;
    Arena *arena;
    // What is of no use once a body is assembled: the blocks by themselves, so that a walk over
    // them meets their instructions in the order of the code.
    Arena *scratch, *blocks;
    Symtable *symtable;
    Body *body;
    bool interactive;
    uint32_t last_future_line; // no `from __future__ import` may stand below

    const Identifier *name_class, *name_module_dunder, *name_name, *name_qualname, *name_doc,
        *name_classcell, *name_annotations, *name_debug, *name_dot_zero, *name_return, *name_lambda;
    // The cell __class__ of a class body: a name apart from a free variable __class__ in it.
    const Identifier *class_cell;
    Constant *none, *true_, *false_, *ellipsis, *empty_tuple;
} Compiler;

// --- compile.c: bodies, names, emitting -------------------------------------------------------

Code *compile_module(Compilation *compilation, Symtable *symtable, Tree *module);

void compile_enter(Compiler *compiler, const Identifier *name, const void *node,
                   uint32_t first_line);
Code *compile_leave(Compiler *compiler, bool add_none); // ends the body and assembles it

Block *compile_block(Compiler *compiler);
void compile_use(Compiler *compiler, Block *block);

void emit_raw(Compiler *compiler, uint32_t opcode, uint32_t operand, Block *target);
static inline void emit(Compiler *compiler, uint32_t opcode) {
    emit_raw(compiler, opcode, 0, NULL);
}
static inline void emit_operand(Compiler *compiler, uint32_t opcode, uint32_t operand) {
    emit_raw(compiler, opcode, operand, NULL);
}
static inline void emit_jump(Compiler *compiler, uint32_t opcode, Block *target) {
    emit_raw(compiler, opcode, 0, target);
}
void emit_without_line(Compiler *compiler, uint32_t opcode, uint32_t operand, Block *target);
void emit_constant(Compiler *compiler, Constant *constant);
void emit_name(Compiler *compiler, uint32_t opcode, const Identifier *name); // mangled

// Loads, stores or deletes a variable, whatever it is here.
void compile_name(Compiler *compiler, const Identifier *name, ExprContext context);

static inline void place_at(Compiler *compiler, Range range) {
    compiler->body->range = range;
}

void frame_push(Compiler *compiler, FrameBlock frame);
void frame_pop(Compiler *compiler);

Constant *constant_new(Compiler *compiler, ConstantKind kind);
Constant *constant_int(Compiler *compiler, int64_t value);
Constant *constant_text(Compiler *compiler, Text text);
Constant *constant_tuple(Compiler *compiler, Constant **items, uint32_t count);
uint32_t constant_index(Arena *arena, ConstantPool *pool, Constant *constant);
uint32_t name_index(Arena *arena, NamePool *pool, const Identifier *name);

// --- compile_statements.c, compile_control.c --------------------------------------------------

void compile_statements(Compiler *compiler, StmtList list);
void compile_statement(Compiler *compiler, const Stmt *stmt);
Constant *docstring_of(StmtList list);
void compile_futures(Compiler *compiler, StmtList body);
void compile_body(Compiler *compiler, StmtList list); // docstring and annotations, then the rest

void compile_for(Compiler *compiler, const Stmt *stmt);
void compile_while(Compiler *compiler, const Stmt *stmt);
void compile_if(Compiler *compiler, const Stmt *stmt);
void compile_async_for(Compiler *compiler, const Stmt *stmt);
void compile_with(Compiler *compiler, const Stmt *stmt, uint32_t index); // also async
void compile_try(Compiler *compiler, const Stmt *stmt);                  // also star
void compile_return(Compiler *compiler, const Stmt *stmt);
void compile_break(Compiler *compiler, const Stmt *stmt);
void compile_continue(Compiler *compiler, const Stmt *stmt);

// --- compile_expressions.c, compile_calls.c ---------------------------------------------------

void compile_expr(Compiler *compiler, const Expr *expr);
void compile_assign(Compiler *compiler, const Expr *target); // stores the top of the stack
void compile_delete(Compiler *compiler, const Expr *target);
void compile_augmented(Compiler *compiler, const Stmt *stmt);
void compile_jump_if(Compiler *compiler, const Expr *test, Block *target, bool jump_when);
void compile_sequence(Compiler *compiler, ExprList list, uint32_t build, uint32_t add,
                      uint32_t extend, uint32_t pushed, bool tuple);
void compile_call(Compiler *compiler, const Expr *expr);
// The arguments after callee and self_or_null, `pushed` values already there.
void compile_call_arguments(Compiler *compiler, uint32_t pushed, ExprList args,
                            KeywordList keywords);
void compile_comprehension(Compiler *compiler, const Expr *expr);
void compile_yield_value(Compiler *compiler); // yields the top of the stack
// The iterator on top gives all it has to whoever resumes this code; its value takes its place.
void compile_delegation(Compiler *compiler);
// The same for what can be awaited: an object, or what __aenter__ or __aexit__ returned.
typedef enum { AWAITED_OBJECT, AWAITED_ENTER, AWAITED_EXIT } Awaited;
void compile_awaiting(Compiler *compiler, Awaited what);
// The next item of the asynchronous iterator on top goes above it; `end` is where its end raises.
void compile_async_next(Compiler *compiler, Block *end);
const char *expr_type_name(const Expr *expr); // "int" where the type is plain to see, or NULL
void place_at_attribute(Compiler *compiler, const Expr *attribute); // the line of the name
void check_forbidden_name(Compiler *compiler, const Identifier *name, Range range,
                          ExprContext context);

// --- compile_functions.c, compile_patterns.c --------------------------------------------------

void compile_function(Compiler *compiler, const Stmt *stmt);
void compile_class(Compiler *compiler, const Stmt *stmt);
void compile_lambda(Compiler *compiler, const Expr *expr);
void compile_annotated(Compiler *compiler, const Stmt *stmt);
void compile_closure(Compiler *compiler, Code *code, uint32_t flags);
void compile_match(Compiler *compiler, const Stmt *stmt);

// --- unparse.c --------------------------------------------------------------------------------

// The text of an annotation that is not evaluated.
Text unparse_expr(Compilation *compilation, const Expr *expr);

// --- flow.c, assemble.c -----------------------------------------------------------------------

static inline bool is_conditional_pop_jump(uint32_t opcode) {
    return opcode >= PSEUDO_POP_JUMP_IF_FALSE && opcode <= PSEUDO_POP_JUMP_IF_NOT_NONE;
}
static inline bool is_setup(uint32_t opcode) {
    return instruction_traits[opcode] & TRAIT_SETUP;
}
static inline bool is_jump(uint32_t opcode) {
    return instruction_traits[opcode] & TRAIT_JUMP;
}

void block_grow(Arena *arena, Block *block);
static inline Instruction *block_add(Arena *arena, Block *block) {
    if (block->count == block->room) block_grow(arena, block);
    Instruction *instruction = &block->instructions[block->count++];
    *instruction = (Instruction){0};
    return instruction;
}
static inline Instruction *block_end(const Block *block) { // behind the last
    return block->count ? block->instructions + block->count : block->instructions;
}
static inline Instruction *block_last(const Block *block) {
    return block->count ? &block->instructions[block->count - 1] : NULL;
}

// In this order: mark where flow ends; improve the graph; find depths and handlers, fix the order.
// Operands of locals are slots from flow_optimize on.
void flow_prepare(Compiler *compiler);
void flow_optimize(Compiler *compiler);
void flow_arrange(Compiler *compiler);
// The most values on the stack; fills start_depth.
uint32_t flow_stack_depth(Compiler *compiler);
// LOAD_FAST becomes LOAD_FAST_CHECK wherever the local may be unbound.
void flow_check_locals(Compiler *compiler, uint32_t local_count, uint32_t parameter_count);

Code *assemble(Compiler *compiler, uint32_t flags);

#endif
