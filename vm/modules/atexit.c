// The module atexit: what is to be called when the program has ended, the last one first.
#include "vm/modules/atexit.h"

#include "vm/frame.h"
#include "vm/module.h"
#include "vm/names.h"
#include "vm/print.h"
#include "vm/types/dict.h"

// A list of (function, arguments, keywords).
static Value entries;

static void forget_all(void) {
    List *list = list_of(entries);
    while (list->count) list->items[--list->count] = VALUE_NULL;
}

NATIVE(atexit_register) {
    if (!count) return error_type(vm, "register() takes at least 1 argument (0 given)");
    if (!object_is_callable(args[0])) return error_type(vm, "the first argument must be callable");
    Value keywords = dict_make(vm, 0), given = tuple_make(vm, args + 1, count - 1);
    if (is_error(keywords)) return keywords;
    for (size_t i = 0; names && i < names->count; i++)
        if (!dict_set(vm, dict_of(keywords), names->items[i], args[count + i])) return VALUE_ERROR;
    Value entry = TUPLE(vm, args[0], given, keywords);
    return is_error(entry) || !list_append(vm, list_of(entries), entry) ? VALUE_ERROR : args[0];
}

static Value call_entry(Vm *vm, Value entry) {
    Value *parts = tuple_of(entry)->items;
    Tuple *given = tuple_of(parts[1]);
    Dict *keywords = dict_of(parts[2]);
    Value all[given->count + keywords->count + 1], keys[keywords->count + 1];
    values_copy(all, given->items, given->count);
    size_t place = 0;
    for (size_t i = 0; i < keywords->count; i++) {
        DictEntry *item = dict_next(keywords, &place);
        keys[i] = item->key;
        all[given->count + i] = item->value;
    }
    Value names = tuple_make(vm, keys, keywords->count);
    if (is_error(names)) return names;
    return object_call(vm, parts[0], all, given->count, tuple_of(names));
}

void atexit_run(Vm *vm) {
    if (!entries || !list_of(entries)->count) return;
    List *list = list_of(entries);
    // What the program printed comes before what they report.
    Value stream = stream_named(vm, name_of(vm, stdout), vm->stdout_file);
    if (stream_is_usable(stream) && !stream_flush(vm, stream)) error_clear(vm);
    // Those registered from now on come too late.
    for (size_t i = list->count; i-- > 0;) {
        if (i >= list->count) continue;
        Value entry = list->items[i];
        if (is_error(call_entry(vm, entry)))
            error_report_ignored(vm, "atexit callback", tuple_of(entry)->items[0]);
    }
    forget_all();
}

NATIVE(atexit_run_exitfuncs) {
    atexit_run(vm);
    return VALUE_NONE;
}
NATIVE(atexit_clear) {
    forget_all();
    return VALUE_NONE;
}
NATIVE(atexit_unregister) {
    Value kept = list_make(vm, NULL, 0);
    if (is_error(kept)) return kept;
    List *list = list_of(entries);
    for (size_t i = 0; i < list->count; i++) {
        Value entry = list->items[i];
        int equal = object_equal(vm, tuple_of(entry)->items[0], args[0]);
        if (equal < 0 || (!equal && !list_append(vm, list_of(kept), entry))) return VALUE_ERROR;
    }
    entries = kept;
    return VALUE_NONE;
}
NATIVE(atexit_ncallbacks) {
    return make_int(vm, (int64_t)list_of(entries)->count);
}

static const NativeSpec functions[] = {
    {"register", atexit_register, 0, -1, NATIVE_KEYWORDS},
    {"unregister", atexit_unregister, 1, 1, 0},
    {"_clear", atexit_clear, 0, 0, 0},
    {"_run_exitfuncs", atexit_run_exitfuncs, 0, 0, 0},
    {"_ncallbacks", atexit_ncallbacks, 0, 0, 0},
    {0},
};

bool module_atexit_make(Vm *vm, Module *module);
bool module_atexit_make(Vm *vm, Module *module) {
    if (!entries && (!gc_add_root(vm, &entries) || is_error(entries = list_make(vm, NULL, 0))))
        return false;
    return module_add_functions(vm, module, functions);
}
