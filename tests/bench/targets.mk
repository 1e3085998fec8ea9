# The tests of measurement: statistics, driver, reports, and the README's figures.
.PHONY: test-bench readme-figures
test-bench: build/tests/test_stats build/tests/test_counters $(report_tools) build/bench/audit build/bench/ab build/bench/compare build/bench/verify build/bench/diverge
	build/tests/test_stats
	build/tests/test_counters
	tests/bench/test_driver.sh build/bench build/test-driver
	tests/bench/test_parts.sh build/test-parts
	tests/bench/test_report.sh build/test-report
	tests/bench/test_page.sh build/bench/report build/test-page $(patsubst %/report.md,%,$(lastword $(sort $(wildcard results/2*/report.md)))) build/test-report/result
	tests/bench/readme_figures.sh build/bench/report README.md
	tests/bench/test_compare.sh build/bench build/test-compare
	tests/bench/test_ab.sh build/test-ab
	+tests/bench/test_diverge.sh "$(MAKE)" build/bench/diverge build/test-diverge

build/tests/test_stats: tests/unit/test_stats.c bench/stats.c bench/stats.h bench/random.h
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcmocka -lm

build/tests/test_counters: $(addprefix bench/,process.c counters.c files.c sha256.c) tests/unit/test_counters.c $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lcmocka

# Exact counts by step: the self-tests in every build of the matrix and in those that are tested beside it; no-ops
# in one step of every build of the matrix, by turns, so that each step has its turn in each compiler's builds.
# steps-injected puts them into all steps of all builds.
steps_injected := fetch:LOAD_FAST decode:LOAD_FAST dispatch:STORE_FAST operands:COMPARE_OP_LT check:BINARY_OP_ADD \
                  unbox:BINARY_OP_ADD compute:BINARY_OP_ADD box:BINARY_OP_MULTIPLY
steps_builds_tested = $(matrix) $(filter-out $(matrix),$(default_builds))
# $(1), each with a step of $(2), from the first step again where there are more builds than steps
by_turns      = $(join $(addsuffix :,$(1)),$(wordlist 1,$(words $(1)),$(2) $(2) $(2) $(2)))
# gcc allots the registers of direct for all handlers at once: with no-ops in the type check of BINARY_OP_ADD, CALL
# has one instruction more in direct-tagged-gcc. Its turn is that of the operands.
steps_halved := $(wordlist 5,8,$(steps_injected)) $(wordlist 1,4,$(steps_injected)) $(wordlist 4,5,$(steps_injected))
steps_turns   = $(call by_turns,$(filter %-clang,$(matrix)),$(steps_injected)) \
                $(call by_turns,$(filter-out %-clang,$(matrix)),$(steps_halved))
.PHONY: test-steps steps-injected
test-steps: build/bench/steps build/bench/add build/bench/steps-picture
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(steps_builds_tested)"
	tests/bench/test_steps.sh build/bench/steps build/bench/add build/bench/steps-picture build/test-steps $(steps_builds_tested)
	+tests/bench/test_steps_inject.sh build/bench/steps build/test-steps tests/bench/steps_tiny.py $(steps_turns)
steps-injected: build/bench/steps
	+tests/bench/test_steps_inject.sh build/bench/steps build/test-steps tests/bench/steps_tiny.py \
	  $(foreach config,$(or $(CONFIGS),$(matrix)),$(addprefix $(config):,$(steps_injected)))

# Writes the figures of the README again from the result that it names.
readme-figures: build/bench/report
	tests/bench/readme_figures.sh --write build/bench/report README.md

# The micro-benchmarks, tiny, in two of the builds that the other steps have made.
.PHONY: test-micro
test-micro:
	+tests/bench/test_micro.sh "$(MAKE)" $(CURDIR)/build/test-micro

# The profiler, by one build of each strategy: those that the language is tested in, and one of table.
.PHONY: test-profile
profile_test_builds := switch-boxed-gcc goto-boxed-gcc direct-boxed-gcc table-tagged-clang tail-tagged-clang
build/tests/check_profile: tests/bench/check_profile.c bench/files.c bench/sha256.c bench/files.h
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm
test-profile: build/tests/check_profile build/bench/profile build/bench/audit build/bench/report
	+@$(MAKE) --no-print-directory profile-builds CONFIG="$(profile_test_builds)"
	tests/bench/test_profile.sh build/bench/profile build/tests/check_profile build/bench/audit build/bench/report build/test-profile \
	  $(profile_test_builds:%=build/%-profile/sevenstep)

# Whole processes, tiny; what the peers print.
.PHONY: test-whole
test-whole:
	+@$(call build_config,goto-tagged-gcc)
	+tests/bench/test_whole.sh "$(MAKE)" $(CURDIR)/build/test-whole build/goto-tagged-gcc/sevenstep

# Counts by site, in builds that the language is tested in.
.PHONY: test-counts
counts_test_builds := goto-boxed-gcc switch-boxed-gcc goto-tagged-gcc tail-tagged-clang
test-counts: build/bench/counts
	+@$(foreach config,$(counts_test_builds),$(call build_config,$(config)) &&) true
	tests/bench/test_counts.sh build/bench/counts build/test-counts $(counts_test_builds)

# The ladder, tiny, in two of the builds that the other steps have made.
.PHONY: test-ladder
test-ladder:
	+tests/bench/test_ladder.sh "$(MAKE)" $(CURDIR)/build/test-ladder

# What injected builds and builds against themselves are said to cost, where it is known.
.PHONY: test-inject
test-inject: build/bench/manifest build/bench/driver build/bench/inject build/bench/aa $(bin)/sevenstep
	+tests/bench/test_inject.sh "$(MAKE)" build/bench build/test-inject
