# make diverge A=config B=config PROGRAM=x.py: the first instruction where two builds part.
.PHONY: diverge
build/bench/diverge: bench/diverge.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -o $@ $<
diverge: build/bench/diverge
	$(if $(and $(A),$(B),$(PROGRAM)),,$(error make diverge A=config B=config PROGRAM=x.py))
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(A) $(B)"
	@build/bench/diverge build/$(A)/sevenstep build/$(B)/sevenstep $(PROGRAM)
