// Ints of any size: a table of CPython's results, and identities that must hold for random numbers
// of all lengths around the borders of machine words.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/int_table.h"
#include "vm/error.h"
#include "vm/gc.h"
#include "vm/machine.h"
#include "vm/types/big_int.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static Vm vm;
static uint64_t seed = 88172645463325252u;

static uint64_t random_word(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static Value random_int(void) {
    static const int64_t borders[] = {
        0,        1,           -1,       2,           INT64_MAX,      INT64_MIN,
        1l << 61, -(1l << 61), 1l << 62, -(1l << 62), (1l << 61) - 1, -(1l << 61) - 1};
    if (random_word() % 6 == 0)
        return make_int(&vm, borders[random_word() % (sizeof borders / sizeof *borders)]);
    uint64_t limbs[40];
    size_t count = random_word() % 4 ? 1 + random_word() % 4 : 1 + random_word() % 40;
    for (size_t index = 0; index < count; index++)
        limbs[index] = random_word() % 5 ? random_word() : random_word() % 2 ? 0 : UINT64_MAX;
    limbs[count - 1] >>= random_word() % 64;
    return int_from_limbs(&vm, limbs, count, random_word() & 1);
}

static Value operate(Value left, Value right, BinaryOperator operation) {
    Value result = number_binary(&vm, left, right, operation);
    assert_false(is_error(result));
    return result;
}

static void assert_same(Value left, Value right) {
    assert_int_equal(int_compare(left, right), 0);
    assert_int_equal(int_hash(left), int_hash(right));
    assert_int_equal(is_int(left), is_int(right)); // one form for one number
    assert_true(value_is(left, right));
}

static Value parsed(const char *text, int base) {
    Value str = str_from_cstring(&vm, text);
    Value number = int_parse(&vm, str_of(str), base);
    assert_false(is_error(number));
    return number;
}

static void test_table(void **state) {
    (void)state;
    static const char operators[] = "+-*/%&|^<>p";
    static const BinaryOperator operations[] = {
        BINARY_ADD,       BINARY_SUBTRACT, BINARY_MULTIPLY, BINARY_FLOOR_DIVIDE,
        BINARY_REMAINDER, BINARY_AND,      BINARY_OR,       BINARY_XOR,
        BINARY_LSHIFT,    BINARY_RSHIFT,   BINARY_POWER};
    for (size_t row = 0; row < sizeof int_table / sizeof *int_table; row++) {
        BinaryOperator operation =
            operations[strchr(operators, int_table[row].operation) - operators];
        Value result =
            operate(parsed(int_table[row].left, 10), parsed(int_table[row].right, 10), operation);
        assert_same(result, parsed(int_table[row].result, 10));
        Value text = int_to_str(&vm, result, 10, false);
        assert_true(str_equal_cstring(str_of(text), int_table[row].result));
    }
}

static void test_sums_and_products(void **state) {
    (void)state;
    for (int round = 0; round < 20000; round++) {
        Value a = random_int(), b = random_int(), c = random_int();
        assert_same(operate(operate(a, b, BINARY_ADD), b, BINARY_SUBTRACT), a);
        assert_same(operate(a, b, BINARY_MULTIPLY), operate(b, a, BINARY_MULTIPLY));
        Value left = operate(operate(a, b, BINARY_ADD), c, BINARY_MULTIPLY);
        Value right =
            operate(operate(a, c, BINARY_MULTIPLY), operate(b, c, BINARY_MULTIPLY), BINARY_ADD);
        assert_same(left, right);
    }
}

static void test_division(void **state) {
    (void)state;
    for (int round = 0; round < 20000; round++) {
        Value a = random_int(), b = random_int();
        if (int_sign(b) == 0) continue;
        Value quotient = operate(a, b, BINARY_FLOOR_DIVIDE), rest = operate(a, b, BINARY_REMAINDER);
        assert_same(operate(operate(quotient, b, BINARY_MULTIPLY), rest, BINARY_ADD), a);
        assert_true(int_sign(rest) == 0 || int_sign(rest) == int_sign(b));
        IntView first, second;
        int_view(rest, &first);
        int_view(b, &second);
        assert_true(big_compare_magnitude(&first, &second) < 0);
    }
}

static void test_bits(void **state) {
    (void)state;
    Value one = make_int(&vm, 1);
    for (int round = 0; round < 20000; round++) {
        Value a = random_int(), b = random_int(),
              count = make_int(&vm, (int64_t)(random_word() % 200));
        Value both = operate(a, b, BINARY_AND), either = operate(a, b, BINARY_OR);
        assert_same(operate(both, either, BINARY_ADD), operate(a, b, BINARY_ADD));
        assert_same(operate(either, both, BINARY_SUBTRACT), operate(a, b, BINARY_XOR));
        Value unit = operate(one, count, BINARY_LSHIFT);
        assert_same(operate(a, count, BINARY_LSHIFT), operate(a, unit, BINARY_MULTIPLY));
        assert_same(operate(a, count, BINARY_RSHIFT), operate(a, unit, BINARY_FLOOR_DIVIDE));
    }
}

static void test_text(void **state) {
    (void)state;
    for (int round = 0; round < 3000; round++) {
        Value a = random_int();
        int base = 2 + (int)(random_word() % 35);
        Value text = int_to_str(&vm, a, base, false);
        assert_false(is_error(text));
        assert_same(int_parse(&vm, str_of(text), base), a);
    }
}

static void test_floats(void **state) {
    (void)state;
    for (int round = 0; round < 3000; round++) {
        Value a = random_int(), text = int_to_str(&vm, a, 10, false);
        double number, expected = strtod(str_utf8(&vm, str_of(text), NULL), NULL);
        if (!int_to_double(&vm, a, &number)) {
            assert_true(isinf(expected));
            error_clear(&vm);
            continue;
        }
        assert_true(number == expected);
        IntView view;
        int_view(a, &view);
        Value whole = int_from_double(&vm, number);
        assert_int_equal(big_compare_double(&view, number), int_compare(a, whole));
        assert_int_equal(hash_double(number), int_hash(whole));
    }
}

static void test_powers(void **state) {
    (void)state;
    for (int round = 0; round < 500; round++) {
        Value base = random_int(), modulus = random_int(), product = make_int(&vm, 1);
        int64_t exponent = (int64_t)(random_word() % 12);
        for (int64_t step = 0; step < exponent; step++)
            product = operate(product, base, BINARY_MULTIPLY);
        Value count = make_int(&vm, exponent);
        assert_same(operate(base, count, BINARY_POWER), product);
        if (int_sign(modulus) == 0) continue;
        assert_same(number_power_modulus(&vm, base, count, modulus),
                    operate(product, modulus, BINARY_REMAINDER));
    }
}

static void test_gcd_and_roots(void **state) {
    (void)state;
    Value one = make_int(&vm, 1);
    for (int round = 0; round < 3000; round++) {
        Value a = random_int(), b = random_int(), c = random_int();
        Value first = operate(a, c, BINARY_MULTIPLY), second = operate(b, c, BINARY_MULTIPLY);
        IntView views[2];
        int_view(first, &views[0]);
        int_view(second, &views[1]);
        Value common = big_gcd(&vm, &views[0], &views[1]);
        if (int_sign(common) != 0) {
            assert_int_equal(int_sign(operate(first, common, BINARY_REMAINDER)), 0);
            assert_int_equal(int_sign(operate(second, common, BINARY_REMAINDER)), 0);
            if (int_sign(c)) assert_int_equal(int_sign(operate(common, c, BINARY_REMAINDER)), 0);
        }
        Value square = operate(a, a, BINARY_MULTIPLY);
        int_view(square, &views[0]);
        Value root = big_square_root(&vm, &views[0]);
        assert_same(operate(root, root, BINARY_MULTIPLY), square);
        if (int_sign(square) == 0) continue;
        Value below = operate(square, one, BINARY_SUBTRACT);
        int_view(below, &views[0]);
        assert_true(int_compare(big_square_root(&vm, &views[0]), root) < 0);
    }
}

int main(void) {
    if (!vm_init(&vm)) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),    cmocka_unit_test(test_sums_and_products),
        cmocka_unit_test(test_division), cmocka_unit_test(test_bits),
        cmocka_unit_test(test_text),     cmocka_unit_test(test_floats),
        cmocka_unit_test(test_powers),   cmocka_unit_test(test_gcd_and_roots),
    };
    return cmocka_run_group_tests_name("int", tests, NULL, NULL);
}
