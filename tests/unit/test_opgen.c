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
        cmocka_unit_test(mistakes_have_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
