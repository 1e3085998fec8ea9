// The values that always exist, and what the inlined forms of vm/values/ leave to a call.
#include "vm/error.h"
#include "vm/gc.h"
#include "vm/object.h"
#include "vm/types/number.h"

Object none_object = {SHAPE_NONE, 0};
Object ellipsis_object = {SHAPE_ELLIPSIS, 0};
Object not_implemented_object = {SHAPE_NOT_IMPLEMENTED, 0};
Bool true_object = {{SHAPE_BOOL, 0}, 1};
Bool false_object = {{SHAPE_BOOL, 0}, 0};

#if PROBE
uint64_t probe_injected;
#endif

#ifdef SMALL_INT_COUNT
#define ONE(number)     {{SHAPE_INT, 0}, (number)},
#define FOUR(number)    ONE(number) ONE(number + 1) ONE(number + 2) ONE(number + 3)
#define SIXTEEN(number) FOUR(number) FOUR(number + 4) FOUR(number + 8) FOUR(number + 12)
#define SIXTY_4(number)                                                                            \
    SIXTEEN(number) SIXTEEN(number + 16) SIXTEEN(number + 32) SIXTEEN(number + 48)
Int small_ints[SMALL_INT_COUNT] = {ONE(-5) FOUR(-4) SIXTY_4(0) SIXTY_4(64) SIXTY_4(128) SIXTY_4(192)
                                       ONE(256)};
_Static_assert(SMALL_INT_MIN + SMALL_INT_COUNT - 1 == 256, "the rows above end with 256");

Value int_box(Vm *vm, int64_t number) {
    Int *cell = gc_new(vm, SHAPE_INT, sizeof(Int));
    if (!cell) return VALUE_ERROR;
    COUNT_BOX(INT, cell);
    cell->number = number;
    return (Value)cell;
}
#else
Value int_make_big(Vm *vm, int64_t number) {
    BigInt *big = gc_new(vm, SHAPE_BIG_INT, sizeof(BigInt) + sizeof(uint64_t));
    if (!big) return VALUE_ERROR;
    big->object.bits = number < 0;
    big->count = 1;
    big->limbs[0] = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    COUNT_BOX(BIG_INT, big);
    return (Value)big;
}
#endif

Value float_box(Vm *vm, double number) {
    Float *cell = gc_new(vm, SHAPE_FLOAT, sizeof(Float));
    if (!cell) return VALUE_ERROR;
    COUNT_BOX(FLOAT, cell);
    cell->number = number;
    return (Value)cell;
}

// Numbers have no identity of their own: ints are the same by value, floats by their bits.
bool value_is_slow(Value left, Value right) {
    if (is_error(left) || is_error(right)) return false;
    if (is_int(left)) return is_int(right) && int_of(left) == int_of(right);
    if (is_float(left)) {
        if (!is_float(right)) return false;
        double first = float_of(left), second = float_of(right);
        return __builtin_memcmp(&first, &second, sizeof first) == 0;
    }
    return is_big_int(left) && is_big_int(right) && int_compare(left, right) == 0;
}
