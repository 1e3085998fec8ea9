// The verifier accepts what the compiler makes and refuses every kind of damage to it.
#include "frontend/frontend.h"
#include "frontend/opcode.h"
#include "frontend/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char program[] = "def f(a, b=1, *c, d=2, **e):\n"
                              "    total = 0\n"
                              "    for x in c:\n"
                              "        try:\n"
                              "            total += x if x > a else b\n"
                              "        except TypeError as error:\n"
                              "            print(error)\n"
                              "    def g(): return total\n"
                              "    yield {'k': total, 'l': d}\n"
                              "    return g(a, k=b)\n"
                              "with f(1) as q: print(f'{q}', *q, **q)\n"
                              "match q:\n"
                              "    case {'a': [x, *y]} | [[x], y]: pass\n";

static Arena arena;
static char reason[200];

static Code *compiled(void) {
    FrontendError error;
    Code *code =
        frontend_compile(&arena, program, sizeof program - 1, "<test>", MODE_EXEC, &error, NULL);
    assert_non_null(code);
    return code;
}

static int set_up(void **state) {
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static bool sound(const Code *code) {
    return verify_code(code, reason, sizeof reason);
}

static Code *function_of(Code *code) {
    for (uint32_t i = 0; i < code->constant_count; i++) {
        if (code->constants[i]->kind == CONSTANT_CODE) return code->constants[i]->code;
    }
    return NULL;
}

static void accepts_compiled_code(void **state) {
    (void)state;
    assert_true(sound(compiled()));
}

static void refuses_damage_to_the_shape(void **state) {
    (void)state;
    Code *code = compiled(), *function = function_of(code);
    code->stack_depth--;
    assert_false(sound(code));
    code->stack_depth++;
    function->free_count++;
    assert_false(sound(code));
    function->free_count--;
    function->argument_count += 50;
    assert_false(sound(code));
    function->argument_count -= 50;
    function->flags &= ~(uint32_t)CODE_GENERATOR;
    assert_false(sound(code));
    function->flags |= CODE_GENERATOR;
    function->handlers[0].target = function->unit_count;
    assert_false(sound(code));
    function->handlers[0].target = 0;
    assert_false(sound(code));
}

static void refuses_code_that_runs_off(void **state) {
    (void)state;
    Code *code = compiled();
    code->unit_count--;
    assert_false(sound(code));
    code->unit_count = 0;
    assert_false(sound(code));
}

// Any bit may flip: the verifier must answer, and what it accepts must stay within bounds.
static void survives_flipped_bits(void **state) {
    (void)state;
    Code *code = compiled(), *function = function_of(code);
    uint32_t refused = 0, tried = 0;
    for (uint32_t at = 0; at < function->unit_count; at++) {
        for (int bit = 0; bit < 32; bit++) {
            function->units[at] ^= 1u << bit;
            refused += !sound(code);
            tried++;
            function->units[at] ^= 1u << bit;
        }
    }
    assert_true(sound(code));
    assert_true(refused > tried / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accepts_compiled_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_damage_to_the_shape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_code_that_runs_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(survives_flipped_bits, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
