// Cached code comes back as it was; stale, cut or altered files do not come back at all.
#include "frontend/cache.h"
#include "frontend/frontend.h"
#include "frontend/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char program[] = "'doc \\udc80'\n"
                              "x = (1, -2.5, 3j, b'\\0', 'caf\\xe9', 10**30, -(2**63), ..., None)\n"
                              "def f(a, *b, c=1, **d):\n"
                              "    def g(): nonlocal a; a += 1; yield a in {1, 2, 3}\n"
                              "    try: return [y for y in g() if y]\n"
                              "    except E as e: raise\n";
static const CacheStamp stamp = {1700000000, 5, sizeof program - 1, 0644};

static Arena arena;

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

static Code *compiled(void) {
    FrontendError error;
    Code *code =
        frontend_compile(&arena, program, sizeof program - 1, "p.py", MODE_EXEC, &error, NULL);
    assert_non_null(code);
    return code;
}

// The cached bytes in a block of exactly their size, so that sanitizers see reads beyond it.
static char *exact_copy(const void *bytes, size_t size) {
    char *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    return copy;
}

static void comes_back_as_it_was(void **state) {
    (void)state;
    size_t size, again_size;
    const void *written = cache_write(&arena, &stamp, compiled(), &size);
    char *bytes = exact_copy(written, size);
    Code *code = cache_read(&arena, bytes, size, &stamp, "other.py");
    assert_non_null(code);
    assert_string_equal(code->filename.data, "other.py");
    const void *again = cache_write(&arena, &stamp, code, &again_size);
    assert_int_equal(size, again_size);
    assert_memory_equal(again, bytes, size);
    free(bytes);
}

static void stale_is_nothing(void **state) {
    (void)state;
    size_t size;
    void *bytes = cache_write(&arena, &stamp, compiled(), &size);
    CacheStamp other = stamp;
    other.seconds++;
    assert_null(cache_read(&arena, bytes, size, &other, "p.py"));
    other = stamp;
    other.nanoseconds++;
    assert_null(cache_read(&arena, bytes, size, &other, "p.py"));
    other = stamp;
    other.size++;
    assert_null(cache_read(&arena, bytes, size, &other, "p.py"));
    assert_non_null(cache_read(&arena, bytes, size, &stamp, "p.py"));
}

static void cut_short_is_nothing(void **state) {
    (void)state;
    size_t size;
    const void *bytes = cache_write(&arena, &stamp, compiled(), &size);
    for (size_t length = 0; length < size; length++) {
        char *copy = exact_copy(bytes, length);
        assert_null(cache_read(&arena, copy, length, &stamp, "p.py"));
        free(copy);
    }
}

// Byte 48 on: the checksum; byte 56 on: the payload. With the checksum made right again it is the
// reader and the verifier that must withstand.
static void altered_is_nothing_or_sound(void **state) {
    (void)state;
    size_t size;
    char reason[200];
    const char *bytes = cache_write(&arena, &stamp, compiled(), &size);
    for (size_t at = 0; at < size; at++) {
        for (int change = 1; change < 256; change = change * 5 + 2) {
            char *copy = exact_copy(bytes, size);
            copy[at] ^= (char)change;
            assert_null(cache_read(&arena, copy, size, &stamp, "p.py"));
            if (at >= 56) {
                uint64_t sum = cache_checksum(copy + 56, size - 56);
                memcpy(copy + 48, &sum, sizeof sum);
                const Code *code = cache_read(&arena, copy, size, &stamp, "p.py");
                if (code) assert_true(verify_code(code, reason, sizeof reason));
            }
            free(copy);
        }
        arena_free(&arena);
        arena_init(&arena);
        bytes = cache_write(&arena, &stamp, compiled(), &size);
    }
}

static void files_are_whole_or_absent(void **state) {
    (void)state;
    char folder[] = "/tmp/sevenstep-cache-XXXXXX", source[64];
    assert_non_null(mkdtemp(folder));
    snprintf(source, sizeof source, "%s/module.py", folder);
    char path[300];
    assert_true(cache_path(source, path, sizeof path));
    assert_non_null(strstr(path, "/__pycache__/module.sevenstep-"));
    assert_null(cache_load(&arena, path, &stamp, source));
    assert_true(cache_store(&arena, path, &stamp, compiled()));
    assert_non_null(cache_load(&arena, path, &stamp, source));
    assert_int_equal(truncate(path, 100), 0);
    assert_null(cache_load(&arena, path, &stamp, source));
    assert_false(cache_path("no_python", path, sizeof path));
    char small[10];
    assert_false(cache_path(source, small, sizeof small));
    assert_false(cache_store(&arena, "/proc/__pycache__/x.svc", &stamp, compiled()));
    assert_int_equal(unlink(path), 0);
    *strrchr(path, '/') = 0;
    assert_int_equal(rmdir(path), 0); // nothing else was left there
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(comes_back_as_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stale_is_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cut_short_is_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(altered_is_nothing_or_sound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_are_whole_or_absent, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
