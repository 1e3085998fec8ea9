// What opgen writes for small headers: stack traffic, peeks, arrays, jump edges, the cached top.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char output[1 << 16];

// Runs opgen on a definition; its output and messages together. Answers the exit status.
static int generate(const char *kind, const char *definition) {
    char path[] = "/tmp/test_opgen_XXXXXX", command[256];
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, definition, strlen(definition)), strlen(definition));
    close(file);
    snprintf(command, sizeof command, "build/opgen %s %s 2>&1", kind, path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size = fread(output, 1, sizeof output - 1, pipe);
    output[size] = 0;
    int status = pclose(pipe);
    unlink(path);
    return status;
}

static void has(const char *text) {
    if (!strstr(output, text)) fail_msg("no \"%s\" in:\n%s", text, output);
}
static void has_not(const char *text) {
    if (strstr(output, text)) fail_msg("\"%s\" in:\n%s", text, output);
}

static const char add[] = "op(ADD, (left, right -- sum))\n{\n    sum = left;\n}\n";

static void operands_in_memory(void **state) {
    (void)state;
    assert_int_equal(generate("handlers", add), 0);
    has("Value left UNUSED = sp[-(2)];");
    has("Value right UNUSED = sp[-(1)];");
    has("sp[-(2) + (0)] = sum;");
    has("sp += (1) - (2);");
    has_not("tos");
}

static void top_in_a_register(void **state) {
    (void)state;
    assert_int_equal(generate("handlers-tos", add), 0);
    has("Value right UNUSED = tos;");
    has("tos = sum;");
    has_not("= sum;\n    sp[");
}

static void a_push_spills_the_cached_top(void **state) {
    (void)state;
    assert_int_equal(generate("handlers-tos", "op(LOAD, (-- value))\n{\n}\n"), 0);
    has("SPILL();\n    sp += (1) - (0);\n    tos = value;");
}

static void a_pop_reloads_it(void **state) {
    (void)state;
    assert_int_equal(generate("handlers-tos", "op(POP, (value --))\n{\n}\n"), 0);
    has("sp += (0) - (1);\n    tos = sp[-1];");
}

static void peeks_are_not_stored(void **state) {
    (void)state;
    assert_int_equal(generate("handlers", "op(PEEK, (list, item -- list))\n{\n}\n"), 0);
    has_not("= list;");
    has("sp += (1) - (2);");
}

static void arrays_are_pointers_into_the_stack(void **state) {
    (void)state;
    assert_int_equal(generate("handlers", "op(BUILD, (items[oparg] -- list), count)\n{\n}\n"), 0);
    has("Value *items UNUSED = sp - ((oparg));");
    assert_int_equal(generate("opcodes", "op(BUILD, (items[oparg] -- list), count)\n{\n}\n"), 0);
    has("X(BUILD, COUNT, 0, (oparg), 1, 0)");
}

static void edges_have_effects_of_their_own(void **state) {
    (void)state;
    const char *loop = "op(FOR, (iter -- iter, item), jump) else (--)\n{\n}\n";
    assert_int_equal(generate("handlers", loop), 0);
    has("#define JUMP()");
    has("sp += (0) - (1);");
    has("sp += (2) - (1);");
    assert_int_equal(generate("opcodes", loop), 0);
    has("X(FOR, JUMP, 0, 1, 2, 0)");
}

static void slow_blocks_and_caches(void **state) {
    (void)state;
    assert_int_equal(generate("handlers",
                              "op(GET, (owner -- value), name, cache(3))\n{\n    SLOW();\n}\n"
                              "slow(GET)\n{\n}\n"),
                     0);
    has("TAIL(slow_GET)");
    has("LABEL(slow_GET)");
    has("pc += 3;");
}

// What opgen writes between OP(name) and END(name).
static void only(const char *name) {
    char start[64], end[64];
    snprintf(start, sizeof start, "OP(%s)", name);
    snprintf(end, sizeof end, "END(%s)", name);
    char *from = strstr(output, start), *to = from ? strstr(from, end) : NULL;
    if (!to) fail_msg("no handler of %s in:\n%s", name, output);
    memmove(output, from, to - from);
    output[to - from] = 0;
}

static const char super_add[] = "op(LOAD, (-- value), local)\n{\n    value = locals[oparg];\n}\n"
                                "op(ADD, (left, right -- sum))\n{\n    if (left) SLOW();\n}\n"
                                "slow(ADD)\n{\n}\n"
                                "super(LOAD__LOAD__ADD) = LOAD + LOAD + ADD\n";

static void superinstructions_pass_values_in_variables(void **state) {
    (void)state;
    assert_int_equal(generate("handlers-super", super_add), 0);
    only("LOAD__LOAD__ADD");
    has("item_0 = value;");
    has("Value left UNUSED = item_0;");
    has("Value right UNUSED = item_1;");
    has("#define SPILL() ((void)0, (void)(sp[-2] = item_0), (void)(sp[-1] = item_1))");
    has("#define SLOW() do { SPILL(); oparg = LAST_OPERAND(); TAIL(slow_ADD); } while (0)");
    has("sp += -1;\n    sp[-1] = sum;");
    has_not("tos");
    char *at = strstr(output, "FETCH_COMPONENT();"); // of the second, and of the third
    assert_non_null(at);
    assert_non_null(at = strstr(at + 1, "FETCH_COMPONENT();"));
    assert_null(strstr(at + 1, "FETCH_COMPONENT();"));
    assert_non_null(at = strstr(at, "DISPATCH();"));
    assert_null(strstr(at + 1, "DISPATCH();"));
}

static void superinstructions_hold_the_cached_top(void **state) {
    (void)state;
    assert_int_equal(generate("handlers-tos-super", super_add), 0);
    only("LOAD__LOAD__ADD");
    has("#define SPILL() ((void)0, (void)(sp[-3] = tos), (void)(sp[-2] = item_0), "
        "(void)(sp[-1] = item_1))");
    has("SPILL(); oparg = LAST_OPERAND(); tos = item_1; TAIL(slow_ADD);");
    has("sp += -1;\n    sp[-2] = tos;\n    tos = sum;");
}

static void superinstructions_are_absent_without_the_axis(void **state) {
    (void)state;
    assert_int_equal(generate("handlers", super_add), 0);
    has_not("LOAD__LOAD__ADD");
    assert_int_equal(generate("opcodes", super_add), 0);
    has("X(LOAD__LOAD__ADD, 0, 3, OP_LOAD, OP_LOAD, OP_ADD)");
}

static void a_component_may_leave(void **state) {
    (void)state;
    assert_int_equal(generate("handlers-super",
                              "op(LOAD, (-- value))\n{\n}\n"
                              "op(TEST, (condition --), jump) else (-- condition)\n{\n}\n"
                              "op(CALL, (callee, args[oparg] -- result), count)\n{\n}\n"
                              "super(LOAD__TEST__LOAD) = LOAD + TEST + LOAD\n"
                              "super(LOAD__CALL) = LOAD + CALL\n"),
                     0);
    char all[sizeof output];
    strcpy(all, output);
    only("LOAD__TEST__LOAD");
    has("#define JUMP() do { \\\n    CHECK_EFFECT(1, 1); \\\n    sp[-1] = item_0; \\\n"
        "    pc += JUMP_OPERAND;");
    strcpy(output, all);
    only("LOAD__CALL"); // an array is a pointer into the stack: all must lie there
    has("sp[-1] = item_0;");
    has("Value *args UNUSED = sp - ((oparg));");
}

static void mistakes_in_superinstructions(void **state) {
    (void)state;
    static const char ops[] = "op(A, (--))\n{\n}\nop(B, (--), exit)\n{\n}\n";
    static const char *const mistakes[][2] = {
        {"super(AC) = A + C", "no op(C) before it"},
        {"super(AA) = A", "one component"},
        {"super(BA) = B + A", "nothing follows B"},
        {"super(A) = A + A", "is an op already"},
        {"super(AA) = A + A\nsuper(AA) = A + B", "second super(AA)"},
        {"super(AA) = A + A\nsuper(TWICE) = A + A", "the same as super(AA)"},
        {"super(LONG) = A + A + A + A + A + A + A + A + A", "more than 8 components"},
        {"super(AA) = A + A, B", "expected '+'"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char definition[512];
        snprintf(definition, sizeof definition, "%s%s\n", ops, mistakes[i][0]);
        assert_int_not_equal(generate("handlers-super", definition), 0);
        has(mistakes[i][1]);
    }
}

static void there_are_at_most_256_opcodes(void **state) {
    (void)state;
    static char definition[1 << 14];
    char *end = definition;
    for (int i = 0; i < 255; i++) end += sprintf(end, "op(A%d, (--))\n{\n}\n", i);
    end += sprintf(end, "super(LAST) = A0 + A1\n");
    assert_int_equal(generate("opcodes", definition), 0);
    sprintf(end, "super(ONE_MORE) = A0 + A2\n");
    assert_int_not_equal(generate("opcodes", definition), 0);
    has("more than 256 opcodes");
}

static void mistakes_have_a_place(void **state) {
    (void)state;
    assert_int_not_equal(generate("handlers", "op(A, (x --)\n{\n}\n"), 0);
    has(":1: ");
    assert_int_not_equal(generate("handlers", "slow(B)\n{\n}\n"), 0);
    has("slow(B) before its op");
    assert_int_not_equal(generate("handlers", "op(A, (--))\n{\n"), 0);
    has("does not end");
    assert_int_not_equal(generate("handlers", "op(A, (--))\n{\n}\nop(A, (--))\n{\n}\n"), 0);
    has("second op(A)");
    assert_int_not_equal(generate("handlers", "what is this\n"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operands_in_memory),
        cmocka_unit_test(top_in_a_register),
        cmocka_unit_test(a_push_spills_the_cached_top),
        cmocka_unit_test(a_pop_reloads_it),
        cmocka_unit_test(peeks_are_not_stored),
        cmocka_unit_test(arrays_are_pointers_into_the_stack),
        cmocka_unit_test(edges_have_effects_of_their_own),
        cmocka_unit_test(slow_blocks_and_caches),
        cmocka_unit_test(superinstructions_pass_values_in_variables),
        cmocka_unit_test(superinstructions_hold_the_cached_top),
        cmocka_unit_test(superinstructions_are_absent_without_the_axis),
        cmocka_unit_test(a_component_may_leave),
        cmocka_unit_test(mistakes_in_superinstructions),
        cmocka_unit_test(there_are_at_most_256_opcodes),
        cmocka_unit_test(mistakes_have_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
