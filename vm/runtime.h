// What handlers call when the work is more than a few instructions. One function an opcode or a
// group; all run Python code or raise, so handlers wrap them in CALL_OUT.
#ifndef VM_RUNTIME_H
#define VM_RUNTIME_H

#include "vm/async.h"
#include "vm/error.h"
#include "vm/frame_object.h"
#include "vm/exception_group.h"
#include "vm/frame.h"
#include "vm/generator.h"
#include "vm/instance.h"
#include "vm/print.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/range.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

// What a look-up found that an inline cache may keep: guard and second are ids of shapes or key
// tables, place is a slot, an entry or the number of a cached object.
typedef struct {
    bool usable;
    uint32_t guard, second, place;
} CacheFill;

// Unwinds from vm->raised: true when a handler was found, vm->frame is then ready to go on; false
// when an entry frame was left (popped), the exception still on its way.
bool unwind(Vm *vm);
bool pending_run(Vm *vm);

// vm/call.c. `callee` points at callee, self_or_null, args. VALUE_END: a frame was pushed.
Value call_begin(Vm *vm, Value *callee, uint32_t count, Tuple *names);
Value call_spread(Vm *vm, Value *callee);
Value raise_init_returned(Vm *vm, Value value);

// vm/names.c
Value raise_unbound_local(Vm *vm, CodeObject *code, uint32_t slot);
Value raise_unbound_cell(Vm *vm, CodeObject *code, uint32_t slot);
Value cell_make(Vm *vm, Value value);
Value load_name(Vm *vm, Frame *frame, Str *name);
bool store_name(Vm *vm, Frame *frame, Str *name, Value value);
bool delete_name(Vm *vm, Frame *frame, Str *name);
Value load_global(Vm *vm, Frame *frame, Str *name, CacheFill *fill);
bool delete_global(Vm *vm, Frame *frame, Str *name);
Value load_class_free(Vm *vm, Frame *frame, uint32_t slot);
Value load_build_class(Vm *vm);
bool setup_annotations(Vm *vm, Frame *frame);

// vm/attribute.c
Value load_attribute(Vm *vm, Value owner, Str *name, CacheFill *fill);
bool store_attribute(Vm *vm, Value owner, Str *name, Value value, CacheFill *fill);
// `place`: the number this site used before among code->cached, or all ones.
Value load_method(Vm *vm, Value owner, Str *name, Value *self_or_null, CodeObject *code,
                  uint32_t place, CacheFill *fill);

// vm/runtime.c
Value binary_add(Vm *vm, Value left, Value right, intptr_t inplace);
Value binary_operate(Vm *vm, Value left, Value right, BinaryOperator operator, intptr_t inplace);
Value compare_values(Vm *vm, Value left, Value right, CompareOperator operator);
Value build_set(Vm *vm, Value *items, size_t count);
Value build_dict(Vm *vm, Value *pairs, size_t count);
Value build_const_key_dict(Vm *vm, Value *values, Tuple *keys);
Value build_string(Vm *vm, Value *pieces, size_t count);
Value format_value(Vm *vm, Value value, unsigned conversion, Value spec);
bool extend_display(Vm *vm, List *list, Value iterable);
bool update_display(Vm *vm, Dict *dict, Value mapping);
Value call_name(Vm *vm, Value callee); // as complaints name it
bool merge_keywords(Vm *vm, Value callee, Dict *dict, Value mapping);
bool unpack_sequence(Vm *vm, Value sequence, size_t count, Value *items);
bool unpack_starred(Vm *vm, Value sequence, size_t before, size_t after, Value *items);
Value function_make(Vm *vm, Frame *frame, Value code, Value *parts, intptr_t flags);
Value raise_statement(Vm *vm, Value exception, Value cause);
Value reraise(Vm *vm, Value exception);
int exception_matches(Vm *vm, Value exception, Value class);
Value with_enter(Vm *vm, Value manager, Value *exit);
Value with_exit(Vm *vm, Value exit, Value exception);
Value send_value(Vm *vm, Value iter, Value sent, Value *returned);
Value get_length(Vm *vm, Value subject);
Value match_keys(Vm *vm, Value subject, Tuple *keys);
Value match_class(Vm *vm, Value subject, Value class, intptr_t positional, Tuple *names);

// vm/import.c
Value import_name(Vm *vm, Frame *frame, Str *name, Value level, Value names);
Value import_from(Vm *vm, Value module, Str *name);
bool import_star(Vm *vm, Frame *frame, Value module);

#endif
