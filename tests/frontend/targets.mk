# The front end against CPython's own modules. The sample runs with sanitizers on.
frontend_check_sources := $(filter-out frontend/frontend.c,$(wildcard frontend/arena.c frontend/ast.c \
    frontend/compilation.c frontend/error.c frontend/lexer.c frontend/parse*.c frontend/print_*.c \
    frontend/source.c frontend/text/*.c)) tests/frontend/check.c

python_library := /usr/lib/python3.11
frontend_sample := $(wildcard $(python_library)/[a-d]*.py $(python_library)/t*.py \
    tests/frontend/[0-9]*.py)
frontend_all = $(shell find $(python_library) -name '*.py' -not -path '*/lib2to3/tests/data/*' \
    -not -path '*-packages/*' 2>/dev/null)

build/frontend-check: $(frontend_check_sources) $(wildcard frontend/*.h frontend/text/*.h)
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -fsanitize=address,undefined \
	    -fno-sanitize-recover=undefined -I. -o $@ $(frontend_check_sources) -lgmp -lm

.PHONY: test-frontend-sample test-frontend-files test-errors
# Tokens and tree of part of CPython's library, and of the programs beside this file.
test-frontend-sample: build/frontend-check
	/usr/bin/python3.11 tests/frontend/compare.py $< $(frontend_sample)

# The same for every file that is installed, in two halves side by side.
test-frontend-files: build/frontend-check
	printf '%s\n' $(frontend_all) | xargs -P 2 -n 400 /usr/bin/python3.11 \
	    tests/frontend/compare.py $<

# 100 times the source, at most 120 times the instructions.
.PHONY: test-frontend-linear
test-frontend-linear: build/bench/frontend-work
	tests/frontend/linear.sh $<

# Wrong programs, under the build that the axes name.
test-errors: $(bin)/sevenstep
	tests/run_errors.sh $<
