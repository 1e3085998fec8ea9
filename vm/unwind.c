// From a raised exception to the handler that takes it, frame by frame, leaving a traceback behind.
#include "vm/frame_object.h"
#include "vm/run.h"
#include "vm/runtime.h"

// The handler that covers a unit, or NULL. Entries are sorted and do not overlap.
static const Handler *find_handler(const Code *code, uint32_t offset) {
    uint32_t low = 0, high = code->handler_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (code->handlers[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    const Handler *handler = low < code->handler_count ? &code->handlers[low] : NULL;
    return handler && handler->start <= offset ? handler : NULL;
}

bool unwind(Vm *vm) {
    for (;;) {
        Frame *frame = vm->frame;
        CodeObject *code = frame->code;
        uint32_t offset = run_offset(code, frame->saved_pc) - 1;
        if (!vm->reraised) traceback_add(vm, frame, offset);
        vm->reraised = false;
        const Handler *handler = find_handler(code->code, offset);
        if (handler) {
            Value *sp = frame->locals + code->slot_count + 1 + handler->depth;
            if (handler->push_offset) {
                Value place;
                // Small enough for the machine form, and cached or allocated without collecting or
                // not at all.
                if (!try_make_int(vm, (int64_t)offset, &place)) place = VALUE_NONE;
                *sp++ = place;
            }
            *sp++ = vm->raised;
            vm->raised = VALUE_NULL;
            frame->saved_sp = sp;
            frame->saved_pc = run_at(code, handler->target);
            return true;
        }
        if (frame->flags & FRAME_OBJECT) frame_object_leave(vm, frame, frame->saved_pc, true);
        if (frame_generator(frame)) generator_abandon(vm, frame);
        vm->frame = frame - 1;
        if (frame->flags & FRAME_ENTRY) return false;
    }
}
