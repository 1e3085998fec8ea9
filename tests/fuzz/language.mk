# Random programs against CPython, in every build.
#   make fuzz-language [FUZZ_PROGRAMS=20000] [FUZZ_SEED=1] [CONFIGS="goto-tagged-gcc ..."]
# What differs is kept, reduced, in build/fuzz/language.
FUZZ_PROGRAMS ?= 20000
FUZZ_SEED     ?= 1
fuzz_builds    = $(or $(CONFIGS),$(matrix))

.PHONY: fuzz-language test-fuzz-language
fuzz-language:
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(fuzz_builds)"
	@/usr/bin/python3.11 tests/fuzz/language.py --seed $(FUZZ_SEED) --count $(FUZZ_PROGRAMS) --jobs $(shell nproc) \
	  $(foreach config,$(fuzz_builds),build/$(config)/sevenstep)
# A sample for every run of the tests.
test-fuzz-language:
	+@$(MAKE) --no-print-directory fuzz-language FUZZ_PROGRAMS=300 CONFIGS="$(default_builds)"
# Deaths: every method of every type with odd values, and the language tests changed at random. Anything may be raised.
#   make fuzz-crash [FUZZ_MUTANTS=1000] [FUZZ_SEED=1]
FUZZ_MUTANTS ?= 1000
.PHONY: fuzz-crash
fuzz-crash:
	+@$(call build_config,$(sanitized))
	@/usr/bin/python3.11 tests/fuzz/crash.py calls --seed $(FUZZ_SEED) build/$(sanitized)/sevenstep
	@/usr/bin/python3.11 tests/fuzz/crash.py mutants --seed $(FUZZ_SEED) --count $(FUZZ_MUTANTS) build/$(sanitized)/sevenstep
