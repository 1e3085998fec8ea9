// Pushing frames. In line: this is the cost of a call.
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include <string.h>

#include "vm/function.h"
#include "vm/types/list.h"

static inline Cell *cell_of(Value value) { return (Cell *)value; }

// None may be copied from or to nowhere, which memcpy's contract forbids.
static inline void values_copy(Value *to, const Value *from, size_t count) {
    if (count) memmove(to, from, count * sizeof *to);
}

// One more frame for this code, its window beginning at base? No where base lies in a generator.
static inline bool frame_fits(Vm *vm, Frame *frame, CodeObject *code, Value *base) {
    return frame < vm->frame_limit && (size_t)(base - vm->stack) + code->window_size <= vm->stack_count;
}

// Pushes a frame whose first `count` locals stand at base already. The slot after the locals is where
// a cached top of stack may be spilled when the stack is empty.
static inline Frame *frame_push(Vm *vm, Frame *frame, Function *function, Value *base, uint32_t count,
                                uint32_t flags) {
    CodeObject *code = function->code;
    Frame *next = frame + 1;
    next->code = code;
    next->locals = base;
    next->consts = code->consts;
    next->globals = function->globals;
    next->top = base + code->window_size;
    next->generator = NULL;
    next->flags = flags;
    uint32_t slot = count, plain = code->slot_count - code->free_count;
    while (slot < plain) base[slot++] = VALUE_NULL;
    if (unlikely(code->free_count)) {
        const Value *cells = function->closure->items;
        while (slot < code->slot_count) base[slot++] = *cells++;
    }
    base[slot] = VALUE_NULL;
    vm->frame = next;
    return next;
}

#endif
