# libFuzzer on the front end: make fuzz FUZZ_SECONDS=600 runs each target for that long. It begins with
# the tests' programs (for the cache, with what they compile to) and with tests/fuzz/found/TARGET/, where
# everything once found stays; what it finds new lies in build/fuzz/new-TARGET-*. make test-fuzz runs
# only what is there.
fuzz_targets := tokenizer parser compiler cache
FUZZ         ?= $(fuzz_targets)
FUZZ_SECONDS ?= 60
fuzz_flags   := -std=gnu11 -O1 -g -fno-strict-aliasing -fno-omit-frame-pointer -Wall -Wextra -Wshadow \
                -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzz_objects := $(frontend_sources:%.c=build/fuzz/obj/%.o)
fuzz_seeds    = tests/language/[0-9]*.py tests/errors/[0-9]*.py tests/frontend/[0-9]*.py tests/tracebacks/[0-9]*.py
# A file of more is no seed: most of the time would go into it.
fuzz_largest := 4096

.PHONY: fuzz test-fuzz
fuzz: $(FUZZ:%=build/fuzz/%) build/fuzz/seeds.made
	@failed=; for target in $(FUZZ); do \
	  mkdir -p build/fuzz/corpus/$$target tests/fuzz/found/$$target; \
	  build/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -max_len=$(fuzz_largest) -timeout=20 -rss_limit_mb=3000 \
	    -print_final_stats=1 -dict=tests/fuzz/python.dict -artifact_prefix=build/fuzz/new-$$target- \
	    build/fuzz/corpus/$$target build/fuzz/seeds/$$target tests/fuzz/found/$$target \
	    > build/fuzz/$$target.log 2>&1 || failed="$$failed $$target"; \
	  awk -v target=$$target '/number_of_executed_units/ { executed = $$2 } /Test unit written to/ { found = $$NF } \
	    / cov: / { coverage = $$4 } \
	    END { printf "%s: %d executions, %d edges, %s\n", target, executed, coverage, found ? found : "nothing found" }' \
	    build/fuzz/$$target.log; \
	done; [ -z "$$failed" ]

test-fuzz: $(fuzz_targets:%=build/fuzz/%) build/fuzz/seeds.made
	@failed=0; for target in $(fuzz_targets); do \
	  files=$$(ls tests/fuzz/found/$$target/* 2>/dev/null); \
	  build/fuzz/$$target -timeout=20 $$files build/fuzz/seeds/$$target/* > build/fuzz/$$target.log 2>&1 || \
	    { failed=$$((failed + 1)); tail -n 30 build/fuzz/$$target.log; }; \
	done; echo "fuzz targets: $$(($(words $(fuzz_targets)) - failed)) passed, $$failed failed"; [ $$failed -eq 0 ]

$(fuzz_targets:%=build/fuzz/%): build/fuzz/%: tests/fuzz/%.c tests/fuzz/fuzz.h $(fuzz_objects)
	@echo "  cc  $@" && clang-19 $(fuzz_flags) -fsanitize=fuzzer $(includes) -o $@ $< $(fuzz_objects) -lgmp -lm
build/fuzz/obj/%.o: %.c $(gen)/opcodes.h tests/fuzz/fuzz.mk
	@mkdir -p $(@D) && echo "  cc  $@" && clang-19 $(fuzz_flags) -fsanitize=fuzzer-no-link $(includes) -MMD -MP -c -o $@ $<

# Source for the three that read it, payloads of cache files for the fourth.
build/fuzz/seeds.made: build/tests/code_json $(wildcard $(fuzz_seeds))
	@rm -rf build/fuzz/seeds && mkdir -p $(fuzz_targets:%=build/fuzz/seeds/%)
	@for file in $(wildcard $(fuzz_seeds)); do \
	  [ $$(wc -c < $$file) -le $(fuzz_largest) ] || continue; name=$$(echo $$file | tr / -); \
	  for target in tokenizer parser compiler; do cp $$file build/fuzz/seeds/$$target/$$name; done; \
	  $< payload $$file > build/fuzz/payload || continue; \
	  [ $$(wc -c < build/fuzz/payload) -gt $(fuzz_largest) ] || mv build/fuzz/payload build/fuzz/seeds/cache/$$name.payload; \
	done
	@touch $@

-include $(shell find build/fuzz/obj -name '*.d' 2>/dev/null)
