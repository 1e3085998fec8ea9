// Strings against a plain model of code points: concatenation in shared blocks shows in no other
// string, kinds are always the smallest, hashes are CPython's, searching agrees with trying.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "vm/error.h"
#include "vm/gc.h"
#include "vm/machine.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

static Vm vm;

static uint64_t seed = 1;
static uint32_t random_below(uint32_t limit) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

enum { LENGTH_MOST = 4000, STRINGS = 12 };

typedef struct {
    uint32_t points[LENGTH_MOST];
    size_t length;
} Model;

static void check(const Model *model, Value value) {
    Str *str = str_of(value);
    uint32_t all = 0;
    assert_int_equal(str->length, model->length);
    for (size_t i = 0; i < model->length; i++) {
        assert_int_equal(str_at(str, i), model->points[i]);
        all |= model->points[i];
    }
    assert_int_equal(str_kind(str), str_kind_for(all));
    assert_int_equal(str_is_ascii(str), all < 0x80);
}

static uint32_t random_point(void) {
    static const uint32_t ranges[] = {0x7f, 0x7f, 0x7f, 0x7f, 0xff, 0xd7ff, 0x10ffff};
    return 1 + random_below(ranges[random_below(7)]);
}

// Strings grow on each other's ends; all that was made before must stay as it was.
static void test_concatenate(void **state) {
    (void)state;
    static Model models[STRINGS];
    List *strings = list_of(list_make(&vm, NULL, 0));
    for (int i = 0; i < STRINGS; i++) {
        models[i].length = 0;
        assert_true(list_append(&vm, strings, vm.empty_str));
    }
    for (int step = 0; step < 3000; step++) {
        uint32_t from = random_below(STRINGS), to = random_below(STRINGS);
        uint32_t points[40];
        size_t length = random_below(40);
        bool wide = random_below(10) == 0;
        for (size_t i = 0; i < length; i++) points[i] = wide ? random_point() : 'a' + i % 26;
        if (models[from].length + length >= LENGTH_MOST) models[from].length = 0;
        if (models[from].length == 0) strings->items[from] = vm.empty_str;
        Value right = str_from_code_points(&vm, points, length);
        Value sum = str_concatenate(&vm, strings->items[from], right);
        assert_false(is_error(sum));
        Model model = models[from];
        memcpy(model.points + model.length, points, length * sizeof *points);
        model.length += length;
        strings->items[to] = sum;
        models[to] = model;
        if (step % 50 == 0) gc_collect(&vm);
        if (step % 10 == 0) {
            for (int i = 0; i < STRINGS; i++) check(&models[i], strings->items[i]);
        }
    }
}

// A million appends copy each character a few times at most.
static void test_append_is_linear(void **state) {
    (void)state;
    uint64_t before = gc_bytes_allocated(&vm);
    Value str = vm.empty_str, part = str_from_cstring(&vm, "ab");
    for (int i = 0; i < 100000; i++) str = str_concatenate(&vm, str, part);
    assert_int_equal(str_of(str)->length, 200000);
    assert_true(gc_bytes_allocated(&vm) - before < 20u << 20);
}

static void test_hash(void **state) {
    (void)state;
    const struct {
        const char *text;
        int64_t hash;
    } rows[] = {{"", 0},
                {"abc", -4594863902769663758},
                {"hello world", -5642461784034726774},
                {"\u00e9", 6047309291227476195},
                {"a\u20ac", 5181483246891551849},
                {"\U0001f600x", -8926728262118538918}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(str_hash(&vm, str_of(str_from_cstring(&vm, rows[i].text))), rows[i].hash);
    }
}

static void test_utf8(void **state) {
    (void)state;
    for (int step = 0; step < 500; step++) {
        Model model = {.length = random_below(60)};
        for (size_t i = 0; i < model.length; i++) {
            do {
                model.points[i] = random_point();
            } while (model.points[i] >= 0xd800 && model.points[i] < 0xe000);
        }
        size_t size;
        Value str = str_from_code_points(&vm, model.points, model.length);
        const char *text = str_utf8(&vm, str_of(str), &size);
        Value again = str_from_utf8(&vm, text, size);
        check(&model, again);
        assert_true(str_equal(str_of(str), str_of(again)));
        assert_int_equal(str_compare(str_of(str), str_of(again)), 0);
    }
    assert_true(is_error(str_from_utf8(&vm, "a\xff", 2)));
    assert_true(error_matches(&vm, error_types.UnicodeDecodeError));
    error_clear(&vm);
}

static void test_find(void **state) {
    (void)state;
    for (int step = 0; step < 5000; step++) {
        char text[80], part[5];
        size_t size = random_below(80), part_size = 1 + random_below(4);
        for (size_t i = 0; i < size; i++) text[i] = "ab"[random_below(2)];
        for (size_t i = 0; i < part_size; i++) part[i] = "ab"[random_below(2)];
        int64_t wanted = -1;
        for (size_t i = 0; i + part_size <= size && wanted < 0; i++) {
            if (memcmp(text + i, part, part_size) == 0) wanted = i;
        }
        Str *str = str_of(str_from_latin1(&vm, text, size));
        Str *what = str_of(str_from_latin1(&vm, part, part_size));
        assert_int_equal(str_find(str, what, 0, size), wanted);
    }
}

static void test_intern(void **state) {
    (void)state;
    Value one = str_intern_cstring(&vm, "some name"), two = str_intern_cstring(&vm, "some name");
    assert_ptr_equal(one, two);
    assert_ptr_equal(str_intern_cstring(&vm, "x"), str_from_code_point(&vm, 'x'));
    assert_ptr_equal(str_slice(&vm, str_of(one), 1, 1), vm.empty_str);
}

int main(void) {
    if (!vm_init(&vm)) return 1;
    vm.hash_seed[0] = vm.hash_seed[1] = 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_concatenate), cmocka_unit_test(test_append_is_linear),
        cmocka_unit_test(test_hash),        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_find),        cmocka_unit_test(test_intern),
    };
    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
