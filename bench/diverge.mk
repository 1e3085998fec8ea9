# make diverge A=config B=config PROGRAM=x.py: the first instruction where two builds part.
.PHONY: diverge
build/bench/diverge: $(addprefix bench/,diverge.c stage.c files.c sha256.c files.h stage.h sha256.h) | build/bench/clock.so
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson
diverge: build/bench/diverge
	$(if $(and $(A),$(B),$(PROGRAM)),,$(error make diverge A=config B=config PROGRAM=x.py))
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(A) $(B)"
	@build/bench/diverge build/$(A)/sevenstep build/$(B)/sevenstep $(PROGRAM)
