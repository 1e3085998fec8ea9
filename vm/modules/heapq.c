// The module _heapq: a list in which no item is less than its parent, the one at (place - 1) / 2;
// or, in the _max functions, none greater.
#include "vm/module.h"

typedef struct {
    List *list;
    size_t count; // comparing may run code that changes the list: it may not change this
    bool largest_first;
} Pile;

static Pile heap_of(Value list, bool largest_first) {
    return (Pile){list_of(list), list_of(list)->count, largest_first};
}

// Does the first item belong nearer to the root than the second? -1 raised.
static int precedes(Vm *vm, const Pile *heap, Value first, Value second) {
    int answer =
        heap->largest_first ? object_less(vm, second, first) : object_less(vm, first, second);
    if (answer < 0 || heap->list->count == heap->count) return answer;
    error_raise(vm, error_types.RuntimeError, "list changed size during iteration");
    return -1;
}
static void swap(const Pile *heap, size_t one, size_t other) {
    Value *items = heap->list->items, kept = items[one];
    items[one] = items[other];
    items[other] = kept;
}
// Moves the item at `place` towards the root, no further than `top`.
static bool rise(Vm *vm, const Pile *heap, size_t top, size_t place) {
    while (place > top) {
        size_t parent = (place - 1) / 2;
        Value *items = heap->list->items;
        int moves = precedes(vm, heap, items[place], items[parent]);
        if (moves < 0) return false;
        if (!moves) break;
        swap(heap, place, parent);
        place = parent;
    }
    return true;
}
// Moves the item at `top` down to a leaf, by the child that precedes the other, and up again as far
// as it has to: an item from the end mostly belongs near the leaves.
static bool sink(Vm *vm, const Pile *heap, size_t top) {
    size_t place = top;
    while (place < heap->count / 2) {
        size_t child = 2 * place + 1;
        if (child + 1 < heap->count) {
            Value *items = heap->list->items;
            int left = precedes(vm, heap, items[child], items[child + 1]);
            if (left < 0) return false;
            if (!left) child++;
        }
        swap(heap, place, child);
        place = child;
    }
    return rise(vm, heap, top, place);
}

static bool first_is_list(Vm *vm, const char *function, const char *place, Value value) {
    if (is_list_like(value)) return true;
    error_type(vm, "%s() argument%s must be list, not %A", function, place, value);
    return false;
}

static Value pop(Vm *vm, const char *function, Value self, bool largest_first) {
    if (!first_is_list(vm, function, "", self)) return VALUE_ERROR;
    List *list = list_of(self);
    if (!list->count) return error_index(vm, "index out of range");
    Value last = list->items[--list->count];
    list->items[list->count] = VALUE_NULL;
    if (!list->count) return last;
    Value top = list->items[0];
    list->items[0] = last;
    Pile heap = heap_of(self, largest_first);
    return sink(vm, &heap, 0) ? top : VALUE_ERROR;
}
static Value replace(Vm *vm, const char *function, Value *args, bool largest_first) {
    if (!first_is_list(vm, function, " 1", args[0])) return VALUE_ERROR;
    List *list = list_of(args[0]);
    if (!list->count) return error_index(vm, "index out of range");
    Value top = list->items[0];
    list->items[0] = args[1];
    Pile heap = heap_of(args[0], largest_first);
    return sink(vm, &heap, 0) ? top : VALUE_ERROR;
}
static Value heapify(Vm *vm, const char *function, Value self, bool largest_first) {
    if (!first_is_list(vm, function, "", self)) return VALUE_ERROR;
    Pile heap = heap_of(self, largest_first);
    for (size_t place = heap.count / 2; place-- > 0;)
        if (!sink(vm, &heap, place)) return VALUE_ERROR;
    return VALUE_NONE;
}

NATIVE(heap_push) {
    if (!first_is_list(vm, "heappush", " 1", args[0]) ||
        !list_append(vm, list_of(args[0]), args[1]))
        return VALUE_ERROR;
    Pile heap = heap_of(args[0], false);
    return rise(vm, &heap, 0, heap.count - 1) ? VALUE_NONE : VALUE_ERROR;
}
NATIVE(heap_pushpop) {
    if (!first_is_list(vm, "heappushpop", " 1", args[0])) return VALUE_ERROR;
    List *list = list_of(args[0]);
    if (!list->count) return args[1];
    int less = object_less(vm, list->items[0], args[1]);
    if (less <= 0) return less < 0 ? VALUE_ERROR : args[1];
    return replace(vm, "heappushpop", args, false);
}
NATIVE(heap_pop) {
    return pop(vm, "heappop", args[0], false);
}
NATIVE(heap_pop_max) {
    return pop(vm, "_heappop_max", args[0], true);
}
NATIVE(heap_replace) {
    return replace(vm, "heapreplace", args, false);
}
NATIVE(heap_replace_max) {
    return replace(vm, "_heapreplace_max", args, true);
}
NATIVE(heap_heapify) {
    return heapify(vm, "heapify", args[0], false);
}
NATIVE(heap_heapify_max) {
    return heapify(vm, "_heapify_max", args[0], true);
}

static const NativeSpec functions[] = {
    {"heappush", heap_push, 2, 2, 0},
    {"heappushpop", heap_pushpop, 2, 2, 0},
    {"heappop", heap_pop, 1, 1, 0},
    {"heapreplace", heap_replace, 2, 2, 0},
    {"heapify", heap_heapify, 1, 1, 0},
    {"_heappop_max", heap_pop_max, 1, 1, 0},
    {"_heapreplace_max", heap_replace_max, 2, 2, 0},
    {"_heapify_max", heap_heapify_max, 1, 1, 0},
    {0},
};

bool module__heapq_make(Vm *vm, Module *module);
bool module__heapq_make(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions);
}
