# make compare A=folder B=folder [FORCE=1]; make verify-results DIR=folder [QUICK=1] [ROUNDS=n] [LAYOUTS=n].
folder_sources := $(addprefix bench/,compare_folders.c report_data.c records.c files.c stats.c sha256.c)
build/bench/compare: bench/compare.c $(folder_sources) bench/compare_folders.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm
build/bench/verify: bench/verify.c $(folder_sources) bench/compare_folders.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm

.PHONY: compare verify-results
compare: export COMPARE_A = $(value A)
compare: export COMPARE_B = $(value B)
compare: build/bench/compare
	@[ -n "$$COMPARE_A" ] && [ -n "$$COMPARE_B" ] || { echo 'usage: make compare A=results/... B=results/... [FORCE=1]' >&2; exit 2; }
	@build/bench/compare $(if $(filter 1,$(FORCE)),--force) "$$COMPARE_A" "$$COMPARE_B"

verify-results: export VERIFY_DIR = $(value DIR)
verify-results: export VERIFY_PROGRAMS = $(value PROGRAMS)
verify-results: export VERIFY_QUICK = $(filter 1,$(QUICK))
verify-results: export VERIFY_ROUNDS = $(ROUNDS)
verify-results: export VERIFY_LAYOUTS = $(if $(filter command,$(firstword $(origin LAYOUTS))),$(LAYOUTS))
verify-results: export VERIFY_VERBOSE = $(filter 1,$(VERBOSE))
verify-results: ; +@MAKE="$(MAKE)" sh bench/verify.sh
