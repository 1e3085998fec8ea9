// The collector's promises, each with the only reference in the one place that it is about.
// References are hidden from the scan by turning all their bits.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vm/error.h"
#include "vm/gc.h"
#include "vm/machine.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

static Vm vm;

typedef struct {
    uintptr_t turned;
} Hidden;

static Hidden hide(const void *pointer) {
    return (Hidden){~(uintptr_t)pointer};
}
static void *shown(Hidden hidden) {
    return (void *)~hidden.turned;
}
// To be asked right after a collection.
static bool lives(Hidden hidden) {
    return gc_is_marked(vm.heap, shown(hidden));
}

// Overwrites what earlier calls have left on the C stack.
__attribute__((noinline)) static void scrub(void) {
    volatile char waste[8192];
    memset((void *)waste, 0, sizeof waste);
}
__attribute__((noinline)) static void collect(void) {
    scrub();
    gc_collect(&vm);
}

__attribute__((noinline)) static Hidden hidden_block(CellKind kind, size_t size) {
    void *block = gc_alloc_slow(&vm, kind, size);
    assert_non_null(block);
    if (kind != CELL_VALUES) memset(block, 0, size);
    return hide(block);
}

static void test_garbage_goes(void **state) {
    (void)state;
    enum { COUNT = 200 };
    Hidden blocks[COUNT];
    for (int index = 0; index < COUNT; index++) blocks[index] = hidden_block(CELL_RAW, 80);
    collect();
    int left = 0;
    for (int index = 0; index < COUNT; index++) left += lives(blocks[index]);
    assert_in_range(left, 0, COUNT / 4); // a stale word may keep a few
}

static void test_interior(void **state) {
    (void)state;
    static const size_t sizes[] = {16, 48, 400, 1000, 9000, 40000, 3000000};
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        for (int kind = CELL_VALUES; kind <= CELL_RAW; kind++) {
            Hidden block = hidden_block(kind, sizes[index]);
            const char *volatile inside = (char *)shown(block) + sizes[index] / 2 + 1;
            collect();
            assert_true(lives(block));
            assert_in_range(gc_room(inside), 1, sizes[index] * 2 + 40000);
        }
    }
}

static void test_one_past_the_end(void **state) {
    (void)state;
    static const size_t sizes[] = {64, 512, 4096, 32768 * 3};
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        Hidden block = hidden_block(CELL_RAW, sizes[index]);
        assert_int_equal(gc_block_size(shown(block)), sizes[index]);
        const char *volatile end = (char *)shown(block) + sizes[index];
        collect();
        assert_true(lives(block));
        assert_non_null(end);
    }
}

__attribute__((noinline)) static void collect_with(void **place) {
    __asm__ volatile("" : : "r"(place) : "memory");
    collect();
}

static void test_local_by_address(void **state) {
    (void)state;
    Hidden block = hidden_block(CELL_RAW, 128);
    void *local = shown(block);
    collect_with(&local);
    assert_true(lives(block));
}

// The pointer stands in rbp alone, which is no frame pointer here, while gc_collect runs.
static void test_register(void **state) {
    (void)state;
    Hidden block = hidden_block(CELL_RAW, 128);
    scrub();
    register uintptr_t turned __asm__("rbx") = block.turned;
    register Vm *machine __asm__("rdi") = &vm;
    __asm__ volatile("sub $136, %%rsp\n\t"
                     "push %%rbp\n\t"
                     "mov %%rbx, %%rbp\n\t"
                     "not %%rbp\n\t"
                     "call gc_collect\n\t"
                     "pop %%rbp\n\t"
                     "add $136, %%rsp"
                     : "+r"(turned), "+r"(machine)
                     :
                     : "rax", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "memory", "cc");
    assert_true(lives(block));
}

static void test_object_keeps_what_it_refers_to(void **state) {
    (void)state;
    Value list = list_make(&vm, NULL, 0);
    for (int index = 0; index < 5000; index++) {
        Value text = str_format(&vm, "item %d", index);
        assert_true(list_append(&vm, list_of(list), text));
    }
    collect();
    for (int index = 0; index < 5000; index++) {
        Value text = str_format(&vm, "item %d", index);
        assert_true(str_equal(str_of(list_of(list)->items[index]), str_of(text)));
    }
}

// A chain of tuples and a broad list, with room for eight entries on the mark stack.
static void test_mark_stack_overflow(void **state) {
    (void)state;
    Value chain = VALUE_NONE, list = list_make(&vm, NULL, 0);
    for (int index = 0; index < 20000; index++) {
        Value items[] = {chain, VALUE_TRUE};
        chain = tuple_make(&vm, items, 2);
        assert_true(list_append(&vm, list_of(list), tuple_make(&vm, items, 2)));
    }
    gc_limit_mark_stack(&vm, 8);
    collect();
    gc_limit_mark_stack(&vm, 1 << 16);
    int length = 0;
    for (Value at = chain; !is_none(at); at = tuple_of(at)->items[0], length++)
        assert_true(gc_is_marked(vm.heap, at) && tuple_of(at)->items[1] == VALUE_TRUE);
    assert_int_equal(length, 20000);
    for (int index = 0; index < 20000; index++)
        assert_true(gc_is_marked(vm.heap, list_of(list)->items[index]));
}

static void test_large_blocks(void **state) {
    (void)state;
    for (int round = 0; round < 400; round++) { // 40 GB in all: only if they are freed
        size_t size = ((size_t)100 << 20) + (size_t)round * 4096;
        Hidden block = hidden_block(CELL_VALUES, size);
        uint64_t *words = shown(block);
        assert_true(words[0] == 0 && words[size / 16] == 0 && words[size / 8 - 1] == 0);
        words[size / 16] = 1;
        words[size / 16] = 0;
    }
    assert_null(gc_alloc_slow(&vm, CELL_RAW, (size_t)1 << 60));
    assert_true(error_matches(&vm, error_types.MemoryError));
    error_clear(&vm);
    assert_null(gc_alloc_slow(&vm, CELL_RAW, SIZE_MAX - 8));
    error_clear(&vm);
}

static void test_extend(void **state) {
    (void)state;
    collect();
    char *block = gc_alloc_slow(&vm, CELL_VALUES, 100000);
    size_t size = gc_block_size(block);
    memset(block, 0, size);
    if (!gc_extend(&vm, block, size + 500000)) skip(); // what lies behind it is not promised
    assert_true(gc_block_size(block) >= size + 500000);
    for (size_t index = size; index < size + 500000; index++) assert_int_equal(block[index], 0);
}

static void test_serials(void **state) {
    (void)state;
    enum { COUNT = 3000 };
    Value kept = list_make(&vm, NULL, 0);
    uint64_t serials[COUNT], last = 0;
    for (int index = 0; index < COUNT; index++) {
        Value item = list_make(&vm, NULL, 0), lost = list_make(&vm, NULL, 0);
        assert_true(list_append(&vm, list_of(kept), item));
        serials[index] = gc_serial(&vm, object_of(item));
        last = gc_serial(&vm, object_of(lost));
        assert_true(serials[index] != 0 && last != serials[index]);
    }
    collect();
    for (int index = 0; index < COUNT; index++)
        assert_int_equal(gc_serial(&vm, object_of(list_of(kept)->items[index])), serials[index]);
    for (int index = 0; index < COUNT; index++) { // places of the dead, but numbers of their own
        Value item = list_make(&vm, NULL, 0);
        assert_true(gc_serial(&vm, object_of(item)) > last);
    }
}

static void test_stress(void **state) {
    (void)state;
    vm.stress = 1;
    Value dict = dict_make(&vm, 0);
    for (int index = 0; index < 300; index++) {
        Value key = str_format(&vm, "key %d", index);
        Value number = make_int(&vm, (int64_t)index << 40);
        Value pair = tuple_make(&vm, (Value[]){key, number}, 2);
        assert_true(dict_set(&vm, dict_of(dict), key, pair));
    }
    for (int index = 0; index < 300; index++) {
        Value pair = dict_get(&vm, dict_of(dict), str_format(&vm, "key %d", index));
        assert_true(is_tuple(pair));
        assert_int_equal(int_of(tuple_of(pair)->items[1]), (int64_t)index << 40);
    }
    vm.stress = 0;
}

static void test_fail_alloc(void **state) {
    (void)state;
    vm.fail_alloc = 3;
    assert_non_null(gc_alloc_slow(&vm, CELL_RAW, 32));
    assert_non_null(gc_alloc_slow(&vm, CELL_VALUES, 32));
    assert_null(gc_alloc_slow(&vm, CELL_RAW, 32));
    assert_true(error_matches(&vm, error_types.MemoryError));
    error_clear(&vm);
    assert_non_null(gc_alloc_slow(&vm, CELL_RAW, 32));
}

static uintptr_t hook_saw;
static void hook(Vm *machine, Heap *heap) {
    (void)machine;
    if (hook_saw && !gc_is_marked(heap, (void *)~hook_saw)) gc_mark_now(heap, (Value)~hook_saw);
}

static void test_hook_rescues(void **state) {
    (void)state;
    gc_add_hook(&vm, hook);
    Value inner = tuple_make(&vm, (Value[]){VALUE_NONE}, 1);
    Value outer = tuple_make(&vm, &inner, 1);
    hook_saw = ~(uintptr_t)outer;
    Hidden first = hide(outer), second = hide(inner);
    outer = inner = VALUE_NULL;
    collect();
    assert_true(lives(first) && lives(second));
    hook_saw = 0;
}

int main(void) {
    if (!vm_init(&vm)) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_garbage_goes),
        cmocka_unit_test(test_interior),
        cmocka_unit_test(test_one_past_the_end),
        cmocka_unit_test(test_local_by_address),
        cmocka_unit_test(test_register),
        cmocka_unit_test(test_object_keeps_what_it_refers_to),
        cmocka_unit_test(test_mark_stack_overflow),
        cmocka_unit_test(test_large_blocks),
        cmocka_unit_test(test_extend),
        cmocka_unit_test(test_serials),
        cmocka_unit_test(test_stress),
        cmocka_unit_test(test_fail_alloc),
        cmocka_unit_test(test_hook_rescues),
    };
    return cmocka_run_group_tests_name("gc", tests, NULL, NULL);
}
