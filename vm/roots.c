// What is alive without being referred to by anything in the heap: vm's own fields and the types
// that are static objects.
#include "vm/error.h"
#include "vm/finalize.h"
#include "vm/function.h"
#include "vm/gc.h"
#include "vm/names.h"
#include "vm/thread.h"

#define TYPE(name) extern Type name;
#include "vm/types.def"
#undef TYPE

static Type *const static_types[] = {
#define TYPE(name) &name,
#include "vm/types.def"
#undef TYPE
};

static void mark_type(Heap *heap, Type *type) {
    if (!type) return;
    gc_mark_value(heap, (Value)type);
    Type *metatype = shape_types[SHAPE_TYPE];
    if (metatype && metatype->trace) metatype->trace(heap, &type->object);
}

void vm_mark_roots(Vm *vm, Heap *heap) {
    Value fields[] = {
        vm->raised,
        vm->handled,
        vm->empty_tuple,
        vm->empty_str,
        vm->stdout_file,
        vm->stderr_file,
        vm->stdin_file,
        vm->path,
        vm->context,
        vm->async_first,
        vm->async_finalizer,
        (Value)vm->builtins,
        (Value)vm->modules,
        (Value)vm->sys,
        (Value)vm->interned,
        (Value)vm->codes,
        (Value)vm->frame_objects,
        (Value)vm->cached_names,
        (Value)vm->volatile_names,
    };
    gc_mark_values(heap, fields, sizeof fields / sizeof *fields);
    finalize_mark(vm, heap);
    thread_mark(vm, heap);
    gc_mark_values(heap, vm->names, sizeof vm->names / sizeof *vm->names);
    gc_mark_values(heap, vm->small_strs, sizeof vm->small_strs / sizeof *vm->small_strs);
    for (size_t index = 0; index < sizeof static_types / sizeof *static_types; index++)
        mark_type(heap, static_types[index]);
    for (Type *type = vm->types; type; type = type->next_type) mark_type(heap, type);
#define EXCEPTION(name, parent) mark_type(heap, error_types.name);
#include "vm/exceptions.def"
#undef EXCEPTION
}
