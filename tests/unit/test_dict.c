// Dicts against a plain model, at every index width, with deletions; key ids; a comparison that
// clears the dict it is part of.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "vm/error.h"
#include "vm/gc.h"
#include "vm/machine.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

static Vm vm;

static uint64_t seed = 1;
static uint32_t random_below(uint32_t limit) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

static Value text(const char *format, int number) {
    char buffer[32];
    snprintf(buffer, sizeof buffer, format, number);
    return str_from_cstring(&vm, buffer);
}

// Every key 0..KEYS is in the model or not; the dict must agree after each step.
static void check_against_model(Value (*key_of)(int), int keys, int steps) {
    static int64_t model[70000];
    Dict *dict = dict_of(dict_make(&vm, 0));
    size_t count = 0;
    for (int key = 0; key < keys; key++) model[key] = -1;
    for (int step = 0; step < steps; step++) {
        int number = random_below(keys);
        Value key = key_of(number);
        if (random_below(3)) {
            assert_true(dict_set(&vm, dict, key, make_int(&vm, step)));
            count += model[number] < 0;
            model[number] = step;
        } else {
            assert_int_equal(dict_delete(&vm, dict, key), model[number] >= 0);
            count -= model[number] >= 0;
            model[number] = -1;
        }
        assert_int_equal(dict->count, count);
    }
    for (int number = 0; number < keys; number++) {
        Value value = dict_get(&vm, dict, key_of(number));
        if (model[number] < 0)
            assert_ptr_equal(value, VALUE_END);
        else
            assert_int_equal(int_of(value), model[number]);
    }
    size_t walked = 0, place = 0;
    while (dict_next(dict, &place)) walked++;
    assert_int_equal(walked, count);
    Dict *copy = dict_of(dict_copy(&vm, dict));
    assert_int_equal(object_equal(&vm, value_of(dict), value_of(copy)), 1);
}

static Value int_key(int number) {
    return make_int(&vm, (int64_t)number * 32 - 700);
}
static Value str_key(int number) {
    return text("key %d", number);
}
static Value tuple_key(int number) {
    Value parts[2] = {int_key(number), str_key(number)};
    return tuple_make(&vm, parts, 2);
}

static void test_one_byte_index(void **state) {
    (void)state;
    check_against_model(int_key, 100, 4000);
    check_against_model(str_key, 100, 4000);
    check_against_model(tuple_key, 60, 2000);
}
static void test_two_byte_index(void **state) {
    (void)state;
    check_against_model(int_key, 3000, 20000);
    check_against_model(str_key, 3000, 10000);
}
static void test_four_byte_index(void **state) {
    (void)state;
    check_against_model(int_key, 70000, 150000);
}

static void test_order(void **state) {
    (void)state;
    Dict *dict = dict_of(dict_make(&vm, 0));
    for (int i = 0; i < 50; i++) dict_set(&vm, dict, int_key(i), VALUE_NONE);
    for (int i = 0; i < 50; i += 2) dict_delete(&vm, dict, int_key(i));
    for (int i = 0; i < 50; i += 4) dict_set(&vm, dict, int_key(i), VALUE_NONE);
    int expected[38], count = 0;
    for (int i = 1; i < 50; i += 2) expected[count++] = i;
    for (int i = 0; i < 50; i += 4) expected[count++] = i;
    size_t place = 0;
    for (int i = 0; i < count; i++)
        assert_int_equal(int_of(dict_next(dict, &place)->key), int_of(int_key(expected[i])));
    assert_null(dict_next(dict, &place));
    Value key, value;
    while (count--) {
        assert_true(dict_pop_last(dict, &key, &value));
        assert_int_equal(int_of(key), int_of(int_key(expected[count])));
    }
    assert_false(dict_pop_last(dict, &key, &value));
}

// Taking from the end and adding again must not fill the index with deleted cells.
static void test_stack_of_items(void **state) {
    (void)state;
    Dict *dict = dict_of(dict_make(&vm, 0));
    Value key, value;
    for (int i = 0; i < 20000; i++) {
        dict_set(&vm, dict, int_key(i), VALUE_NONE);
        if (i % 3) assert_true(dict_pop_last(dict, &key, &value));
    }
    assert_ptr_equal(dict_get(&vm, dict, int_key(20001)), VALUE_END);
    assert_true(dict->index_size_log < 16);
}

static void test_names(void **state) {
    (void)state;
    Dict *dict = dict_of(dict_make(&vm, 0));
    for (int i = 0; i < 300; i++)
        dict_set_str(&vm, dict, str_of(str_intern(&vm, str_key(i))), make_int(&vm, i));
    for (int i = 0; i < 300; i++) {
        Str *plain = str_of(str_key(i)), *interned = str_of(str_intern(&vm, str_key(i)));
        assert_int_equal(int_of(dict_get_str(&vm, dict, plain)), i);
        assert_int_equal(dict_place_str(&vm, dict, interned), i);
    }
    assert_ptr_equal(dict_get_str(&vm, dict, str_of(str_key(300))), VALUE_END);
    assert_int_equal(dict_place_str(&vm, dict, str_of(str_key(300))), -1);
}

static void test_keys_id(void **state) {
    (void)state;
    Dict *dict = dict_of(dict_make(&vm, 0));
    dict_set(&vm, dict, int_key(1), VALUE_NONE);
    uint32_t id = dict_keys_id(&vm, dict);
    assert_int_not_equal(id, 0);
    dict_set(&vm, dict, int_key(1), VALUE_TRUE);
    assert_int_equal(dict_keys_id(&vm, dict), id); // a value is no key
    dict_set(&vm, dict, int_key(2), VALUE_NONE);
    uint32_t second = dict_keys_id(&vm, dict);
    assert_true(second != id && second != 0);
    dict_delete(&vm, dict, int_key(1));
    assert_true(dict_keys_id(&vm, dict) != second);
    second = dict_keys_id(&vm, dict);
    dict_clear(&vm, dict);
    assert_int_equal(dict->keys_id, 0);
    uint32_t kept = vm.next_keys_id;
    vm.next_keys_id = 0; // run out
    assert_int_equal(dict_keys_id(&vm, dict), 0);
    vm.next_keys_id = kept;
}

static void test_unhashable(void **state) {
    (void)state;
    Dict *dict = dict_of(dict_make(&vm, 0));
    Value list = list_make(&vm, NULL, 0);
    assert_true(is_error(dict_get(&vm, dict, list)));
    assert_true(error_catch(&vm, error_types.TypeError));
    assert_false(dict_set(&vm, dict, list, VALUE_NONE));
    error_clear(&vm);
    assert_int_equal(dict->count, 0);
}

static void test_out_of_memory(void **state) {
    (void)state;
    Dict *dict = dict_of(dict_make(&vm, 0));
    size_t count = 0;
    for (int i = 0; i < 200; i++) {
        Value key = int_key(i); // a boxed one is an allocation itself
        vm.fail_alloc = 1;
        bool done = dict_set(&vm, dict, key, VALUE_NONE);
        vm.fail_alloc = 0;
        if (!done) assert_true(error_catch(&vm, error_types.MemoryError));
        count += done;
        assert_int_equal(dict->count, count);
        if (!done) assert_ptr_equal(dict_get(&vm, dict, int_key(i)), VALUE_END);
        if (!done && dict_set(&vm, dict, int_key(i), VALUE_NONE)) count++;
    }
    assert_int_equal(dict->count, 200);
}

int main(void) {
    if (!vm_init(&vm)) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_byte_index),  cmocka_unit_test(test_two_byte_index),
        cmocka_unit_test(test_four_byte_index), cmocka_unit_test(test_order),
        cmocka_unit_test(test_stack_of_items),  cmocka_unit_test(test_names),
        cmocka_unit_test(test_keys_id),         cmocka_unit_test(test_unhashable),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests_name("dict", tests, NULL, NULL);
}
