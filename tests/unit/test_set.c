// Sets: CPython's order, known by hand for small tables, and a plain model for large ones.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vm/error.h"
#include "vm/machine.h"
#include "vm/types/list.h"
#include "vm/types/set.h"
#include "vm/types/str.h"

static Vm vm;

static Set *set_with(const int *keys, size_t count) {
    Set *set = set_of(set_make(&vm, SHAPE_SET));
    for (size_t i = 0; i < count; i++) assert_true(set_add(&vm, set, make_int(&vm, keys[i])));
    return set;
}

static void expect_order(Set *set, const int *keys, size_t count) {
    size_t place = 0;
    for (size_t i = 0; i < count; i++) {
        SetEntry *entry = set_next(set, &place);
        assert_non_null(entry);
        assert_int_equal(int_of(entry->key), keys[i]);
    }
    assert_null(set_next(set, &place));
}
#define SET(...) set_with((int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))
#define EXPECT(set, ...)                                                                           \
    expect_order(set, (int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))

static void test_small_order(void **state) {
    (void)state;
    EXPECT(SET(3, 1, 2), 1, 2, 3);
    EXPECT(SET(8, 0, 16), 8, 0, 16);
    EXPECT(SET(5, 13, 21, 29), 29, 13, 21, 5);
}

// A dummy on the way is used again: 17 takes the place that 1 had, not one behind 9.
static void test_dummies(void **state) {
    (void)state;
    Set *set = SET(1, 9);
    assert_int_equal(set_discard(&vm, set, make_int(&vm, 1)), 1);
    assert_int_equal(set_discard(&vm, set, make_int(&vm, 1)), 0);
    set_add(&vm, set, make_int(&vm, 17));
    EXPECT(set, 17, 9);
    assert_int_equal(set->fill, 2);
}

static void test_model(void **state) {
    (void)state;
    enum { KEYS = 5000 };
    static bool model[KEYS];
    Set *set = set_of(set_make(&vm, SHAPE_SET));
    size_t count = 0;
    uint64_t seed = 7;
    for (int step = 0; step < 60000; step++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int number = (seed >> 33) % KEYS;
        Value key = make_int(&vm, (int64_t)number << 10);
        if (seed >> 62) {
            assert_true(set_add(&vm, set, key));
            count += !model[number];
            model[number] = true;
        } else {
            assert_int_equal(set_discard(&vm, set, key), model[number]);
            count -= model[number];
            model[number] = false;
        }
        assert_int_equal(set->count, count);
        assert_true(set->fill * 5 < (set->mask + 1) * 5 - 1);
    }
    for (int number = 0; number < KEYS; number++)
        assert_int_equal(set_has(&vm, set, make_int(&vm, (int64_t)number << 10)), model[number]);
}

static void test_operations(void **state) {
    (void)state;
    Set *left = SET(1, 2, 3, 4), *right = SET(3, 4, 5);
    EXPECT(set_of(set_intersection(&vm, left, value_of(right))), 3, 4);
    assert_true(set_difference_update(&vm, left, value_of(right)));
    EXPECT(left, 1, 2);
    assert_true(set_symmetric_difference_update(&vm, left, value_of(right)));
    EXPECT(left, 1, 2, 3, 4, 5);
    assert_true(set_update(&vm, left, value_of(SET(9))));
    assert_int_equal(left->count, 6);
}

// Sets are sought as the frozensets they equal; a list is unhashable.
static void test_sought(void **state) {
    (void)state;
    Value frozen = set_from(&vm, value_of(SET(1, 2)), SHAPE_FROZENSET);
    Set *set = set_of(set_make(&vm, SHAPE_SET));
    assert_true(set_add(&vm, set, frozen));
    assert_int_equal(set_has(&vm, set, value_of(SET(2, 1))), 1);
    assert_int_equal(set_has(&vm, set, list_make(&vm, NULL, 0)), -1);
    assert_true(error_catch(&vm, error_types.TypeError));
    int64_t first, second;
    assert_true(object_hash(&vm, frozen, &first));
    assert_true(object_hash(&vm, set_from(&vm, value_of(SET(2, 1)), SHAPE_FROZENSET), &second));
    assert_int_equal(first, second);
}

int main(void) {
    if (!vm_init(&vm)) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_order), cmocka_unit_test(test_dummies),
        cmocka_unit_test(test_model),       cmocka_unit_test(test_operations),
        cmocka_unit_test(test_sought),
    };
    return cmocka_run_group_tests_name("set", tests, NULL, NULL);
}
