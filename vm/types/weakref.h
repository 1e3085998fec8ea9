// Weak references and proxies: they know an object without keeping it alive.
#ifndef VM_TYPES_WEAKREF_H
#define VM_TYPES_WEAKREF_H

#include "vm/object.h"

// Also the layout of proxies.
typedef struct {
    Object object;
    Value referent; // VALUE_NULL: it has died
    Value callback; // VALUE_NULL: none
    int64_t hash;   // the referent's, -1: not asked for yet
} WeakRef;

extern Type weakref_type, weak_proxy_type, weak_callable_proxy_type;

bool weakref_init(Vm *vm);                // false: no memory
void weakref_sweep(Vm *vm, Heap *heap);   // a GcHook
bool weakref_is_possible(Value referent); // may it be weakly referred to?
// A reference or proxy of `type`; callback VALUE_NULL: none, and then the one that exists already,
// if it does. TypeError "cannot create weak reference to 'int' object".
Value weakref_make(Vm *vm, Type *type, Value referent, Value callback);
// Runs `body` over the references to an object: the ones without a callback first, then the newest.
void weakref_each(Vm *vm, Value referent, void (*body)(WeakRef *ref, void *context), void *context);

#endif
