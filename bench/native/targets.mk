# The C twins: build/native/NAME from bench/native/NAME.c. Plain -O2 and the arithmetic of IEEE 754
# to the letter (no fused multiply-add), so that a twin prints what its program prints.
native_programs := $(patsubst bench/native/%.c,build/native/%,$(wildcard bench/native/*.c))

native_flags    := -std=gnu11 -O2 -ffp-contract=off -Wall -Wextra -Wshadow

.PHONY: native programs
native: $(native_programs) build/native/flags

build/native/%: bench/native/%.c bench/native/twin.h
	@mkdir -p $(@D) && echo "  cc  $@"
	@$(CC) $(native_flags) $(prefix_map) -I. -o $@ $< -lm

# Every program and its twin say the same, at the sizes where mistakes live.
programs: $(native_programs)
	bench/programs/compare.sh build/native

# The generator of programs with dials.
build/bench/generate: bench/generate.c bench/random.h
	@mkdir -p $(@D) && echo "  cc  $@"
	@$(CC) -std=gnu11 -O1 -g -Wall -Wextra -Wshadow $(prefix_map) -I. -o $@ $< -lm

# What the manifest of a result says of them.
build/native/flags: bench/native/targets.mk
	@mkdir -p $(@D)
	@printf 'compiler: %s\ncflags: %s -lm\n' "$$($(CC) --version | head -n 1)" "$(native_flags)" > $@
