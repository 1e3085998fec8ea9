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

// --- code made by hand --------------------------------------------------------------------------

static uint8_t slot_kinds[2];
static Text slot_names[2] = {{"a", 1}, {"b", 1}}, some_names[1] = {{"n", 1}};
static Handler handlers[1];

// A function body of these units, which has two slots, a name and the constants None and ('x',).
static bool sound_units(const Unit *units, uint32_t count, uint32_t handler_count) {
    static Constant none = {.kind = CONSTANT_NONE}, text = {.kind = CONSTANT_STR, .text = {"x", 1}};
    static Constant *items[] = {&text};
    static Constant tuple = {.kind = CONSTANT_TUPLE, .items = {items, 1}};
    static Constant *constants[] = {&none, &tuple};
    static Position position = {0, 1, 1, 0, 1};
    Unit copy[32];
    assert_true(count <= 32);
    memcpy(copy, units, count * sizeof(Unit));
    Code code = {.name = {"f", 1},
                 .qualname = {"f", 1},
                 .flags = CODE_OPTIMIZED | CODE_NEWLOCALS,
                 .argument_count = 1,
                 .stack_depth = 8,
                 .slot_count = 2,
                 .slot_names = slot_names,
                 .slot_kinds = slot_kinds,
                 .unit_count = count,
                 .units = copy,
                 .constant_count = 2,
                 .constants = constants,
                 .name_count = 1,
                 .names = some_names,
                 .position_count = 1,
                 .positions = &position,
                 .handler_count = handler_count,
                 .handlers = handlers};
    return verify_code(&code, reason, sizeof reason);
}

#define U(name, operand) unit_make(OP_##name, operand)
#define END              U(LOAD_CONST, 0), U(RETURN_VALUE, 0)
#define SOUND(...)                                                                                 \
    sound_units((const Unit[]){__VA_ARGS__}, sizeof((const Unit[]){__VA_ARGS__}) / sizeof(Unit), 0)

static int set_up_slots(void **state) {
    slot_kinds[0] = slot_kinds[1] = SLOT_LOCAL;
    return set_up(state);
}

static void knows_what_lies_on_the_stack(void **state) {
    (void)state;
    assert_true(SOUND(END));
    assert_true(SOUND(U(BUILD_LIST, 0), U(LOAD_CONST, 0), U(LIST_APPEND, 1), U(POP_TOP, 0), END));
    assert_false(SOUND(U(BUILD_MAP, 0), U(LOAD_CONST, 0), U(LIST_APPEND, 1), U(POP_TOP, 0), END));
    assert_false(SOUND(U(LOAD_FAST, 0), U(LOAD_CONST, 0), U(SET_ADD, 1), U(POP_TOP, 0), END));
    assert_false(SOUND(U(PUSH_NULL, 0), U(RETURN_VALUE, 0)));
    assert_true(SOUND(U(LOAD_FAST, 0), U(PUSH_NULL, 0), U(CALL, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(PUSH_NULL, 0), U(LOAD_FAST, 0), U(CALL, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_CONST, 0), U(BUILD_STRING, 1), U(RETURN_VALUE, 0)));
    assert_true(
        SOUND(U(LOAD_CONST, 0), U(FORMAT_VALUE, 0), U(BUILD_STRING, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_CONST, 0), U(MAKE_FUNCTION, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_CONST, 0), U(PUSH_EXC_INFO, 0), U(POP_TOP, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_CONST, 0), U(RERAISE, 0)));
    assert_false(SOUND(U(LOAD_CONST, 0), U(POP_EXCEPT, 0), END));
    assert_true(SOUND(U(LOAD_FAST, 0), U(PUSH_NULL, 0), U(LOAD_CONST, 0), U(LOAD_CONST, 1),
                      U(CALL_KW, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_FAST, 0), U(PUSH_NULL, 0), U(LOAD_CONST, 1), U(CALL_KW, 0),
                       U(RETURN_VALUE, 0)));
}

static void follows_values_that_move(void **state) {
    (void)state;
    assert_true(SOUND(U(BUILD_LIST, 0), U(LOAD_CONST, 0), U(SWAP, 2), U(COPY, 1), U(LOAD_CONST, 0),
                      U(LIST_APPEND, 1), U(POP_TOP, 0), U(POP_TOP, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(BUILD_LIST, 0), U(LOAD_CONST, 0), U(SWAP, 2), U(SWAP, 2), U(COPY, 1),
                       U(LOAD_CONST, 0), U(LIST_APPEND, 1), U(POP_TOP, 0), U(POP_TOP, 0),
                       U(RETURN_VALUE, 0)));
    // A list on one way, a dict on the other.
    assert_false(SOUND(U(LOAD_FAST, 0), U(POP_JUMP_FORWARD_IF_TRUE, 2), U(BUILD_LIST, 0),
                       U(JUMP_FORWARD, 1), U(BUILD_MAP, 0), U(LOAD_CONST, 0), U(LIST_APPEND, 1),
                       U(RETURN_VALUE, 0)));
    assert_true(SOUND(U(LOAD_FAST, 0), U(POP_JUMP_FORWARD_IF_TRUE, 2), U(BUILD_LIST, 0),
                      U(JUMP_FORWARD, 1), U(BUILD_LIST, 0), U(LOAD_CONST, 0), U(LIST_APPEND, 1),
                      U(RETURN_VALUE, 0)));
}

static void knows_which_locals_are_bound(void **state) {
    (void)state;
    assert_true(SOUND(U(LOAD_FAST, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_FAST, 1), U(RETURN_VALUE, 0)));
    assert_true(SOUND(U(LOAD_FAST_CHECK, 1), U(RETURN_VALUE, 0)));
    assert_true(SOUND(U(LOAD_CONST, 0), U(STORE_FAST, 1), U(LOAD_FAST, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(DELETE_FAST, 0), U(LOAD_FAST, 0), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_FAST, 0), U(POP_JUMP_FORWARD_IF_TRUE, 2), U(LOAD_CONST, 0),
                       U(STORE_FAST, 1), U(LOAD_FAST, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_NAME, 0), U(RETURN_VALUE, 0)));
}

static void wants_cells_made_first(void **state) {
    (void)state;
    slot_kinds[1] = SLOT_CELL;
    assert_true(SOUND(U(MAKE_CELL, 1), U(LOAD_DEREF, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(LOAD_DEREF, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(NOP, 0), U(MAKE_CELL, 1), U(LOAD_DEREF, 1), U(RETURN_VALUE, 0)));
    assert_false(SOUND(U(MAKE_CELL, 1), U(JUMP_BACKWARD, (uint32_t)-2 & 0xffffff)));
}

static void knows_what_handlers_get(void **state) {
    (void)state;
    handlers[0] = (Handler){0, 2, 2, 0, false};
    const Unit units[] = {U(LOAD_CONST, 0), U(RETURN_VALUE, 0), U(PUSH_EXC_INFO, 0), U(POP_TOP, 0),
                          U(POP_EXCEPT, 0), U(LOAD_CONST, 0),   U(RETURN_VALUE, 0)};
    assert_true(sound_units(units, 7, 1));
    // A local that is bound only after something may have raised.
    handlers[0] = (Handler){0, 4, 4, 0, false};
    const Unit late[] = {U(LOAD_FAST, 0), U(STORE_FAST, 1), U(LOAD_FAST, 1),   U(RETURN_VALUE, 0),
                         U(POP_TOP, 0),   U(LOAD_FAST, 1),  U(RETURN_VALUE, 0)};
    assert_false(sound_units(late, 7, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accepts_compiled_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_damage_to_the_shape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_code_that_runs_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(survives_flipped_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(knows_what_lies_on_the_stack, set_up_slots, tear_down),
        cmocka_unit_test_setup_teardown(follows_values_that_move, set_up_slots, tear_down),
        cmocka_unit_test_setup_teardown(knows_which_locals_are_bound, set_up_slots, tear_down),
        cmocka_unit_test_setup_teardown(wants_cells_made_first, set_up_slots, tear_down),
        cmocka_unit_test_setup_teardown(knows_what_handlers_get, set_up_slots, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
