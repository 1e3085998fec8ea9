// The math module: ints at any size.
#include <math.h>

#include "vm/error.h"
#include "vm/modules/math.h"
#include "vm/types/big_int.h"
#include "vm/types/list.h"

#define FUNCTION(name) static Value name(Vm *vm, Value *args, size_t count, Tuple *names)
#define UNUSED         (void)count, (void)names

static Value multiply(Vm *vm, Value left, Value right) {
    if (is_error(left) || is_error(right)) return VALUE_ERROR;
    return number_binary(vm, left, right, BINARY_MULTIPLY);
}

static Value absolute(Vm *vm, Value number) {
    return int_sign(number) < 0 ? int_negate(vm, number) : number;
}

static Value gcd(Vm *vm, Value left, Value right) {
    int64_t first, second;
    if (int_to_int64(left, &first) && int_to_int64(right, &second)) {
        uint64_t one = first < 0 ? 0 - (uint64_t)first : (uint64_t)first;
        uint64_t two = second < 0 ? 0 - (uint64_t)second : (uint64_t)second;
        while (two) {
            uint64_t rest = one % two;
            one = two, two = rest;
        }
        return int_from_uint64(vm, one);
    }
    IntView first_view, second_view;
    int_view(left, &first_view);
    int_view(right, &second_view);
    return big_gcd(vm, &first_view, &second_view);
}

FUNCTION(math_gcd) {
    (void)names;
    Value result = make_int(vm, 0);
    for (size_t index = 0; index < count && !is_error(result); index++) {
        Value number = object_to_index(vm, args[index]);
        result = is_error(number) ? number : gcd(vm, result, number);
    }
    return result;
}

FUNCTION(math_lcm) {
    (void)names;
    Value result = make_int(vm, 1);
    for (size_t index = 0; index < count && !is_error(result); index++) {
        Value number = object_to_index(vm, args[index]);
        if (is_error(number)) return VALUE_ERROR;
        if (int_sign(number) == 0 || int_sign(result) == 0) {
            result = make_int(vm, 0);
            continue;
        }
        Value common = gcd(vm, result, number);
        if (is_error(common)) return VALUE_ERROR;
        Value rest = number_binary(vm, number, common, BINARY_FLOOR_DIVIDE);
        result = multiply(vm, result, rest);
        if (!is_error(result)) result = absolute(vm, result);
    }
    return result;
}

// The product of first, first + 1, ..., first + count - 1, by halves, so that factors are of like
// size.
static Value product_of_range(Vm *vm, int64_t first, int64_t count) {
    if (count <= 8) {
        Value product = make_int(vm, count ? first : 1);
        for (int64_t index = 1; index < count && !is_error(product); index++)
            product = multiply(vm, product, make_int(vm, first + index));
        return product;
    }
    int64_t half = count / 2;
    Value low = product_of_range(vm, first, half);
    if (is_error(low)) return VALUE_ERROR;
    return multiply(vm, low, product_of_range(vm, first + half, count - half));
}

static Value factorial(Vm *vm, Value number) {
    number = object_to_index(vm, number);
    if (is_error(number)) return VALUE_ERROR;
    int64_t most;
    if (int_sign(number) < 0) return error_value(vm, "factorial() not defined for negative values");
    if (!int_to_int64(number, &most))
        return error_overflow(vm, "factorial() argument should not exceed %lld",
                              (long long)INT64_MAX);
    if (most > (int64_t)1 << 36) return error_memory(vm);
    return most < 2 ? make_int(vm, 1) : product_of_range(vm, 2, most - 1);
}

FUNCTION(math_factorial) {
    UNUSED;
    return factorial(vm, args[0]);
}

// n * (n - 1) * ... of `count` factors, for n of any size.
static Value falling_product(Vm *vm, Value number, int64_t count) {
    int64_t small;
    if (int_to_int64(number, &small)) return product_of_range(vm, small - count + 1, count);
    if (count <= 8) {
        Value product = make_int(vm, 1);
        for (int64_t index = 0; index < count && !is_error(product); index++) {
            Value step = make_int(vm, index);
            if (is_error(step)) return VALUE_ERROR;
            product = multiply(vm, product, number_binary(vm, number, step, BINARY_SUBTRACT));
        }
        return product;
    }
    int64_t half = count / 2;
    Value high = falling_product(vm, number, half), step = make_int(vm, half);
    if (is_error(high) || is_error(step)) return VALUE_ERROR;
    Value below = number_binary(vm, number, step, BINARY_SUBTRACT);
    if (is_error(below)) return VALUE_ERROR;
    return multiply(vm, high, falling_product(vm, below, count - half));
}

static bool choose_arguments(Vm *vm, Value *args, Value *number, Value *chosen) {
    *number = object_to_index(vm, args[0]);
    *chosen = is_error(*number) ? VALUE_ERROR : object_to_index(vm, args[1]);
    if (is_error(*chosen)) return false;
    if (int_sign(*number) < 0) {
        error_value(vm, "n must be a non-negative integer");
        return false;
    }
    if (int_sign(*chosen) < 0) {
        error_value(vm, "k must be a non-negative integer");
        return false;
    }
    return true;
}

FUNCTION(math_comb) {
    UNUSED;
    Value number, chosen;
    if (!choose_arguments(vm, args, &number, &chosen)) return VALUE_ERROR;
    if (int_compare(chosen, number) > 0) return make_int(vm, 0);
    Value rest = number_binary(vm, number, chosen, BINARY_SUBTRACT);
    if (is_error(rest)) return VALUE_ERROR;
    if (int_compare(rest, chosen) < 0) chosen = rest;
    int64_t few;
    if (!int_to_int64(chosen, &few))
        return error_overflow(vm, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    if (few > (int64_t)1 << 36) return error_memory(vm);
    Value above = falling_product(vm, number, few);
    Value below = is_error(above) ? VALUE_ERROR : product_of_range(vm, 1, few);
    if (is_error(below)) return VALUE_ERROR;
    return number_binary(vm, above, below, BINARY_FLOOR_DIVIDE);
}

FUNCTION(math_perm) {
    UNUSED;
    if (count == 1 || is_none(args[1])) return factorial(vm, args[0]);
    Value number, chosen;
    if (!choose_arguments(vm, args, &number, &chosen)) return VALUE_ERROR;
    if (int_compare(chosen, number) > 0) return make_int(vm, 0);
    int64_t few;
    if (!int_to_int64(chosen, &few))
        return error_overflow(vm, "k must not exceed %lld", (long long)INT64_MAX);
    if (few > (int64_t)1 << 36) return error_memory(vm);
    return falling_product(vm, number, few);
}

FUNCTION(math_isqrt) {
    UNUSED;
    Value number = object_to_index(vm, args[0]);
    if (is_error(number)) return VALUE_ERROR;
    if (int_sign(number) < 0) return error_value(vm, "isqrt() argument must be nonnegative");
    IntView view;
    int_view(number, &view);
    if (view.count > 1) return big_square_root(vm, &view);
    uint64_t word = view.count ? view.limbs[0] : 0, root = (uint64_t)sqrt((double)word);
    if (root > UINT32_MAX) root = UINT32_MAX;
    while (root * root > word) root--;
    while (root < UINT32_MAX && (root + 1) * (root + 1) <= word) root++;
    return make_int(vm, (int64_t)root);
}

const NativeSpec math_int_functions[] = {
    {"gcd", math_gcd, 0, -1, 0},
    {"lcm", math_lcm, 0, -1, 0},
    {"factorial", math_factorial, 1, 1, 0},
    {"comb", math_comb, 2, 2, 0},
    {"perm", math_perm, 1, 2, 0},
    {"isqrt", math_isqrt, 1, 1, 0},
    {0},
};
