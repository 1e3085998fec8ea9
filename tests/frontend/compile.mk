# The compiler against CPython 3.11: code objects of its library, words about wrong programs.
compile_files ?= $(wildcard /usr/lib/python3.11/*.py /usr/lib/python3.11/asyncio/*.py \
                 /usr/lib/python3.11/test/test_asyn*.py /usr/lib/python3.11/test/test_coroutines.py \
                 /usr/lib/python3.11/test/test_except_star.py tests/language/[0-9]*.py)

# Every file of CPython's library and of its tests, half a minute: make test-compile-all
compile_all = $(shell find /usr/lib/python3.11 -name '*.py' | sort)

.PHONY: test-compile test-compile-all
test-compile-all: build/tests/code_json
	@/usr/bin/python3.11 tests/frontend/compare_code.py $< $(compile_all)
test-compile: build/tests/code_json build/tests/test_verify build/tests/test_cache
	build/tests/test_verify
	build/tests/test_cache
	/usr/bin/python3.11 tests/frontend/compare_errors.py $< tests/frontend/wrong_programs.txt
	@/usr/bin/python3.11 tests/frontend/compare_code.py $< $(compile_files)

build/tests/code_json: tests/frontend/code_json.c $(frontend_objects)
	@mkdir -p $(@D)
	@echo "  cc  $@" && $(CC) $(CFLAGS_ALL) $(includes) $(LDFLAGS_ALL) -o $@ $^ -lgmp -lm
build/tests/test_verify build/tests/test_cache: build/tests/%: tests/unit/%.c $(frontend_objects)
	@mkdir -p $(@D)
	@echo "  cc  $@" && $(CC) $(CFLAGS_ALL) $(includes) $(LDFLAGS_ALL) -o $@ $^ -lgmp -lm -lcmocka
