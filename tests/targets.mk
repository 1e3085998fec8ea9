# The goals of tests/.
language_tests := $(wildcard tests/language/[0-9]*.py)

.PHONY: test-language expected

# The language tests under the build that the axes name: make test-language VALUE=boxed
test-language: $(bin)/sevenstep
	tests/run_language.sh $<

# Write CPython 3.11's answers again, beside the tests.
expected:
	tests/make_expected.sh
include tests/audit.mk
include tests/lint.mk
include tests/bench/targets.mk
include tests/frontend/targets.mk
include tests/frontend/compile.mk
