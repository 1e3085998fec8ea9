// Tuples with names for their places, as os.stat_result and time.struct_time are. Fields behind the
// visible ones are attributes only.
#ifndef VM_TYPES_STRUCT_SEQUENCE_H
#define VM_TYPES_STRUCT_SEQUENCE_H

#include "vm/function.h"
#include "vm/types/list.h"

enum { STRUCT_SEQUENCE_MAX = 24 };

typedef struct {
    Type type;                // .name and .members may be given; the rest is filled in
    const char *const *names; // ends with NULL; "" for a field without a name
    size_t visible;           // how many of them are items of the tuple
    bool fixed;               // programs cannot make instances (sys.flags)
    MemberSpec members[STRUCT_SEQUENCE_MAX + 1];
} StructSequence;

// Once, before the first instance. The attribute of the module is named as the type's name says.
bool struct_sequence_ready(Vm *vm, Module *module, StructSequence *sequence);
// A new instance with all its fields, the hidden ones included.
Value struct_sequence_make(Vm *vm, const StructSequence *sequence, const Value *fields);

#endif
