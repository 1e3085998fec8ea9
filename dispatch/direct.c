// Direct threading: the code itself holds handler addresses. Units are translated once, one to one,
// into cells of two words; addresses fit 32 bits because the program is linked at a fixed place
// below 4 GiB.
#include "frontend/code.h"

#define CODE_CELLS
typedef struct {
    uint32_t handler;
    int32_t operand; // of a cache: its payload
} CodeCell;
#define CACHE_CELL(cell)   (*(uint32_t *)&(cell).operand)
#define LAST_OPERAND()     (pc[-1].operand)
#define FETCH_COMPONENT()  oparg = pc++->operand
#define DECODE_COMPONENT() ((void)0)
#define code_cells(code)   ((CodeCell *)(code)->entry)

#include "dispatch/contract.h"

// Both in one step, and hidden from compilers as READ_UNIT hides the unit.
#define FETCH()                                                                                    \
    do {                                                                                           \
        handler = pc->handler;                                                                     \
        oparg = pc->operand;                                                                       \
        __asm__("" : "+r"(handler), "+r"(oparg));                                                  \
        pc++;                                                                                      \
    } while (0)
#define DECODE()    ((void)0)
#define DISPATCH()  JUMP_TO((void *)handler)
#define OP(name)    BLOCK(op_##name)
#define LABEL(name) BLOCK(name)
#define END(name)
#define TAIL(label) goto label
#define EXIT(value) return value

static const void *const *handlers; // told by run_loop(NULL)

bool run_prepare(Vm *vm, CodeObject *code) {
    if (!handlers) run_loop(NULL);
    CodeCell *cells = code->entry = gc_alloc_raw(vm, code->unit_count * sizeof(CodeCell));
    if (!cells) return false;
    for (uint32_t i = 0; i < code->unit_count; i++) {
        Unit unit = code->units[i];
        cells[i] = (CodeCell){(uint32_t)(uintptr_t)handlers[unit_opcode(unit)], (int32_t)unit >> 8};
        for (uint32_t caches = cache_units[unit_opcode(unit)]; caches; caches--, i++)
            cells[i + 1] = (CodeCell){0, (int32_t)code->units[i + 1]};
    }
    return true;
}

Value run_loop(Vm *vm) {
    static const void *const handler_table[256] = {
#define X(name, ...) [OP_##name] = &&op_##name,
        HANDLERS(X)
#undef X
    };
    if (!vm) return handlers = handler_table, VALUE_NULL;
    if (!c_stack_check(vm, "")) return vm->frame--, VALUE_ERROR;
    Frame *frame;
    Value *locals, *sp, tos UNUSED = VALUE_NULL;
    CodeCell *pc;
    uintptr_t handler;
    intptr_t oparg;
    LOAD_FRAME();
    RELOAD();
    NEXT();
#include HANDLERS_H
}
