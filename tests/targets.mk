# The goals of tests/. `make test` is what must hold on every commit; `make matrix` the language in every build.
default_builds := switch-boxed-gcc goto-boxed-gcc direct-boxed-gcc goto-tagged-gcc tail-tagged-clang \
                  tail-tagged-clang-tos-super
sanitized      := goto-tagged-gcc-sanitize
checked        := goto-boxed-gcc-checked
build_config    = $(MAKE) --no-print-directory $(call config_args,$(1)) build/$(1)/sevenstep

# One after the other, because the steps share objects; each builds in parallel. All are run, and any
# failure is the failure of the whole.
test_steps := test-builds test-errors test-tracebacks test-sanitize test-stress test-fuzz-language test-fail-alloc test-probe test-counts test-super test-unit test-compile \
              test-frontend-sample test-frontend-linear test-deep test-fuzz test-page test-audit test-bench test-steps test-profile test-micro test-whole test-ladder test-inject test-commands test-imports test-mutations test-programs test-strategy test-reproducible lint
.PHONY: test $(test_steps) matrix test-language expected
test:
	+@sh bench/deps.sh check || $(MAKE) --no-print-directory deps
	+@failed=; for step in $(test_steps); do echo "--- $$step"; \
	  $(MAKE) --no-print-directory $$step || failed="$$failed $$step"; done; \
	  [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

# The language tests under the build that the axes name: make test-language VALUE=boxed
test-language: $(bin)/sevenstep
	tests/run_language.sh $<

test-builds:
	+@$(foreach config,$(default_builds),$(call build_config,$(config)) && echo "$(config):" && \
	  tests/run_language.sh build/$(config)/sevenstep &&) true

# Every build of the matrix prints the same, and executes the same; its steps are counted as they should be.
matrix: build/bench/steps
	+@failed=; for config in $(matrix); do $(MAKE) --no-print-directory config-test CONFIGS=$$config || failed=1; done; \
	  tests/run_probe.sh $(matrix) || failed=1; \
	  build/bench/steps --quiet $(foreach config,$(matrix),$(config)=build/$(config)/sevenstep) -- tests/bench/steps_tiny.py || failed=1; \
	  [ -z "$$failed" ]
.PHONY: config-test
config-test:
	+@$(call build_config,$(CONFIGS)) && echo "$(CONFIGS):" && tests/run_language.sh build/$(CONFIGS)/sevenstep

# Address and undefined behaviour; the tail strategy is left out, whose convention sanitizers do not know.
test-sanitize:
	+@$(call build_config,$(sanitized))
	TIMEOUT=60 tests/run_language.sh build/$(sanitized)/sevenstep
	tests/run_errors.sh build/$(sanitized)/sevenstep

# A collection at every allocation; at every 50th for the tests whose live data make that take minutes.
stress_long := 162_deep_data 163_garbage 164_large_lists 271_dict_operations 272_list_operations 273_protocol_errors \
               274_container_classes 512_match_abc 613_digests 636_exact_numbers 640_imports 810_sudoku \
               814_roman_and_words 816_combinatorics 818_prime_sieves 821_knights_and_queens 850_ast_trees 851_ast_refused \
               908_recursive_repr 910_asyncio 911_sockets 912_subprocess 913_threads 919_xml
# What these print hangs on when something is found dead, and a word on the C stack may keep it a while longer.
stress_not  := 532_weakref
stress_tests = $(filter-out $(stress_not:=.py),$(notdir $(wildcard tests/language/[0-9]*.py)))
test-stress:
	+@$(call build_config,$(checked))
	@TIMEOUT=240 tests/run_language.sh "$(CURDIR)/build/$(checked)/sevenstep -X stress=1" \
	  $(filter-out $(stress_long:=.py),$(stress_tests))
	@TIMEOUT=60 tests/run_language.sh "$(CURDIR)/build/$(checked)/sevenstep -X stress=50" $(stress_long:=.py)

test-fail-alloc:
	+@$(call build_config,$(checked))
	tests/run_fail_alloc.sh build/$(checked)/sevenstep tests/language/alloc_*.py

test-probe:
	+@$(foreach config,$(default_builds),$(call build_config,$(config)) &&) true
	tests/run_probe.sh $(default_builds)

super_builds := tail-tagged-clang tail-tagged-clang-tos-super goto-boxed-gcc-super-checked
test-super: build/bench/audit
	+@$(foreach config,$(super_builds),$(call build_config,$(config)) &&) true
	tests/run_super.sh $(super_builds)
	@build/bench/audit build/tail-tagged-clang-tos-super/sevenstep > build/test-super-audit.txt || { cat build/test-super-audit.txt; exit 1; }

test-commands: $(bin)/sevenstep
	tests/run_commands.sh $<

test-imports: $(bin)/sevenstep
	tests/run_imports.sh $<

# Damaged cache files whose checksums are right: refused, or run to an end of some kind.
MUTATIONS ?= 3000
test-mutations: $(bin)/sevenstep build/tests/mutate_cache
	build/tests/mutate_cache $(CURDIR)/$< tests/fuzz/mutated.py $(MUTATIONS) $(SEED)
build/tests/mutate_cache: tests/fuzz/mutate_cache.c $(frontend_objects)
	@mkdir -p $(@D)
	@echo "  cc  $@" && $(CC) $(CFLAGS_ALL) $(includes) $(LDFLAGS_ALL) -o $@ $^ -lgmp -lm

# The measured programs and their twins agree, and so do programs with dials.
test-programs: $(bin)/sevenstep $(native_programs) build/bench/generate
	bench/programs/compare.sh build/native $(CURDIR)/$<
	tests/run_generate.sh build/bench/generate $<

test-strategy:
	+tests/run_strategy.sh "$(MAKE)"

test-reproducible:
	+tests/run_reproducible.sh "$(MAKE)"

# What uncaught exceptions print, to the letter.
.PHONY: test-tracebacks
test-tracebacks: $(bin)/sevenstep
	tests/run_tracebacks.sh $<

# Write CPython 3.11's answers again, beside the tests.
expected:
	tests/make_expected.sh
	tests/run_tracebacks.sh --write /usr/bin/python3.11

include tests/fuzz/language.mk
include tests/audit.mk
include tests/lint.mk
include tests/bench/targets.mk
include tests/frontend/targets.mk
include tests/frontend/compile.mk
include tests/unit/unit.mk
include tests/fuzz/fuzz.mk
