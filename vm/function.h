// Functions, methods, cells, code objects, modules, generators: what calls are made of.
#ifndef VM_FUNCTION_H
#define VM_FUNCTION_H

#include "vm/object.h"

// A Code made alive: constants are values, names are interned.
struct CodeObject {
    Object object;
    uint32_t slot_count;     // of locals; cells and free variables included
    uint32_t argument_count; // positional
    uint32_t free_count;
    uint32_t window_size;     // slots and stack together
    uint32_t flags;           // CODE_*
    uint32_t simple_count;    // = argument_count if all are plain positional, else UINT32_MAX
    uint32_t parameter_count; // all parameters, *args and **kwargs included
    uint32_t unit_count;
    Unit *units;             // a raw block
    void *entry;             // the first unit as the strategy reads it (run_prepare)
    struct CodeObject *next; // all of them, newest first, from vm->codes
    Value *consts;           // a CELL_VALUES block
    Value *names;            // interned Strs
    Value *cached; // objects that inline caches refer to by number, a CELL_VALUES block or NULL
    uint32_t cached_count;
    uint32_t constant_count, name_count;
    const Code *code; // tables: lives as long as the process (its arena is never freed)
    Str *name, *qualname, *filename;
    Value *slot_names; // interned Strs
    bool stands_for_c; // of a module that is C in CPython: tracebacks do not show it
};

struct Function {
    Object object;
    // code->simple_count, so that one compare decides the fast call; UINT32_MAX where calls have to
    // say whose frame it is (FRAME_RENAMED)
    uint32_t simple_count;
    CodeObject *code;
    Dict *globals;
    Tuple *closure;  // of cells, or NULL
    Tuple *defaults; // or NULL
    Dict *keyword_defaults;
    Str *name, *qualname;
    Value module, doc;
    Dict *annotations;
    Dict *dict; // attributes of its own, or NULL
};

// Does it make generators that bear another name than its code?
static inline bool function_is_renamed(const Function *function) {
    const CodeObject *code = function->code;
    return code->flags & CODE_RESUMABLE &&
           (function->name != code->name || function->qualname != code->qualname);
}

typedef struct {
    Object object;
    Value value; // VALUE_NULL: empty
} Cell;

typedef struct {
    Object object;
    Value function, self;
} BoundMethod;

// Built-in function or bound method of a built-in type.
typedef struct {
    Object object;
    const NativeSpec *spec;
    Value self;   // VALUE_NULL: not bound
    Type *owner;  // of a NATIVE_METHOD: the type it belongs to
    Value module; // the name of a function's module; VALUE_NULL: builtins
} Native;

typedef struct {
    Object object;
    Dict *dict;
    Value name;
} Module;

extern Type function_type, native_type, native_method_type, slot_wrapper_type, method_wrapper_type;
extern Type member_type, bound_method_type, static_method_type, class_method_type, property_type;
extern Type super_type, cell_type, code_type, frame_type, generator_type, module_type,
    slot_descriptor_type;
extern Type coroutine_type, async_generator_type, coroutine_wrapper_type, async_send_type;
extern Type async_throw_type, async_wrapped_type, anext_awaitable_type, unraisable_type;
extern Type object_type, type_type, none_type, ellipsis_type, not_implemented_type, traceback_type;
extern Type bytes_type, bytes_iterator_type;

typedef struct {
    Object object;
    const MemberSpec *spec;
    Type *owner;
} Member;

// staticmethod or classmethod.
typedef struct {
    Object object;
    Value function;
    Dict *dict;
} MethodWrap;

// A function without defaults or closure, named and documented as its code says; NULL: raised.
Function *function_new(Vm *vm, CodeObject *code, Dict *globals);
Value wrap_in(Vm *vm, uint32_t shape_id,
              Value function); // SHAPE_STATIC_METHOD or SHAPE_CLASS_METHOD
static inline Value static_method_of(Value value) {
    return ((MethodWrap *)value)->function;
}
Value bound_method_make(Vm *vm, Value function, Value self);
// One name of __slots__; `place` is where it lies in plain instances.
Value slot_descriptor_make(Vm *vm, Type *owner, Str *name, uint32_t place);
// The slot an instance of `type` has for what such a descriptor, or anything else, stands for; -1:
// none.
int32_t slot_descriptor_place(Value attribute, const Type *type);
// What a built-in type computes or, where CPython has a read-only field, a member_descriptor.
bool add_member(Vm *vm, Type *type, const MemberSpec *spec);
// The __dict__ and __weakref__ of a class whose parent has none.
bool add_dict_member(Vm *vm, Type *type);
bool add_weakref_member(Vm *vm, Type *type);
Value super_make(Vm *vm, Type *type, Value self);
// Runs a class body with `namespace` as its names; its value (the __class__ cell or None).
Value call_body(Vm *vm, Function *function, Dict *namespace);
// Binds and runs a Python function from C.
Value function_call(Vm *vm, Function *function, Value *args, size_t count, Tuple *names);
// Calls C code: checks the count of arguments first.
Value native_call(Vm *vm, const Native *native, Value *args, size_t count, Tuple *names);
// Puts the arguments of a call in the order of the function's parameters, defaults filled in.
// `bound` has room for code->parameter_count. False: TypeError raised.
bool arguments_bind(Vm *vm, Function *function, const Value *args, size_t count, Tuple *names,
                    Value *bound);

Value module_make(Vm *vm, const char *name);
bool module_set(Vm *vm, Module *module, const char *name, Value value);
bool module_add_functions(Vm *vm, Module *module, const NativeSpec *specs); // ends with a NULL name

#endif
