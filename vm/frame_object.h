// Frames as programs see them: sys._getframe(), the tb_frame of a traceback. Made when somebody
// asks; while its frame runs an object reads from it, and takes the values along when it is left.
#ifndef VM_FRAME_OBJECT_H
#define VM_FRAME_OBJECT_H

#include "vm/frame.h"

typedef struct FrameObject {
    Object object;
    struct FrameObject *next; // of those whose frames run, from vm->frame_objects
    struct FrameObject *back; // of who called it, once it has been left
    Frame *frame;             // NULL once it has been left
    CodeObject *code;
    Dict *globals, *names; // names: of a module or class body, else NULL
    uint32_t offset;       // of the unit it was left at
    Value trace;           // what was assigned to f_trace
    Value values[];        // room for the locals
} FrameObject;

// The object of a running frame; NULL with MemoryError raised, or without for the bottom frame.
FrameObject *frame_object(Vm *vm, Frame *frame);
// To be called where a frame with FRAME_OBJECT ends. `back`: its caller stays in sight, which may
// collect; a generator that only pauses has none.
void frame_object_leave(Vm *vm, Frame *frame, const void *pc, bool back);
// The object of a generator's frame, None when it has finished. While it sleeps, a copy: what it
// was when it was asked for.
Value frame_object_of(Vm *vm, Generator *generator);
// The namespace of a frame as locals() answers it.
Dict *frame_locals(Vm *vm, Frame *frame);

#endif
