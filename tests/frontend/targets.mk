# The front end against CPython's own modules.
frontend_compare := /usr/bin/python3.11 tests/frontend/compare.py

.PHONY: test-frontend test-frontend-sample test-errors test-deep test-page page
# Tokens, tree and code of every file that CPython's library and its tests have.
test-frontend: $(bin)/sevenstep build/tests/code_json
	@sh bench/deps.sh check || sh bench/deps.sh
	@$(frontend_compare) $^

# The same for some of them, and in every mode and with every option for the programs beside this
# file, under sanitizers.
test-frontend-sample: build/tests/code_json
	+@$(call build_config,$(sanitized))
	@$(frontend_compare) --sample build/$(sanitized)/sevenstep $<

# 100 times the source, at most 120 times the instructions.
.PHONY: test-frontend-linear
test-frontend-linear: build/bench/frontend-work
	tests/frontend/linear.sh $<

# Wrong programs, and warnings, under the build that the axes name.
test-errors: $(bin)/sevenstep
	tests/run_errors.sh $<

# Nesting without end: an error or a result, never a death, with much stack and with little.
test-deep: $(bin)/sevenstep
	tests/run_deep.sh $<

# The page for readers shows what the tool prints today; `make page` writes it again.
test-page: build/sevenstep
	tests/frontend/page.sh --check frontend/README.md $<
page: build/sevenstep
	tests/frontend/page.sh frontend/README.md $<
