// Pushing frames. In line: this is the cost of a call.
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include <string.h>

#include "vm/function.h"
#include "vm/types/list.h"

static inline Cell *cell_of(Value value) {
    return (Cell *)value;
}

// None may be copied from or to nowhere, which memcpy's contract forbids.
static inline void values_copy(Value *to, const Value *from, size_t count) {
    if (count) memmove(to, from, count * sizeof *to);
}

static inline Generator *frame_generator(const Frame *frame) {
    return frame->flags & FRAME_GENERATOR ? frame->generator : NULL;
}

// The end of a frame's window: where C code that re-enters, and calls from a generator, put values.
static inline Value *frame_top(const Frame *frame) {
    if (frame->flags & FRAME_GENERATOR || !frame->code) return frame->top;
    return frame->locals + frame->code->window_size;
}

// Room for one more frame whose window begins at base and is at most STACK_MARGIN long? No where
// base lies in a generator: one unsigned compare says both.
static inline bool frame_fits(Vm *vm, Frame *frame, Value *base) {
    return frame < vm->frame_limit &&
           (size_t)((char *)base - (char *)vm->stack) < vm->stack_size - STACK_MARGIN;
}

// Pushes a frame whose first `count` locals stand at base already. The slot after the locals is
// where a cached top of stack may be spilled when the stack is empty.
static inline Frame *frame_push(Vm *vm, Frame *frame, Function *function, Value *base,
                                uint32_t count, uint32_t flags) {
    CodeObject *code = function->code;
    Frame *next = frame + 1;
    next->code = code;
    next->locals = base;
    next->consts = code->consts;
    next->globals = function->globals;
    next->flags = flags;
    uint32_t slot = count, plain = code->slot_count - code->free_count;
    while (slot < plain) {
        base[slot++] = VALUE_NULL;
        __asm__("" : "+r"(slot)); // few at a time: not worth a call of memset
    }
    if (unlikely(code->free_count)) {
        const Value *cells = function->closure->items;
        while (slot < code->slot_count) base[slot++] = *cells++;
    }
    base[slot] = VALUE_NULL;
    COUNT_CALL(PYTHON);
    vm->frame = next;
    return next;
}

#endif
