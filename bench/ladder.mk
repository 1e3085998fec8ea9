# make ladder: from everything on down to native C, one change a rung, timed beside what attribution predicts.
#   make ladder [PROGRAMS="fib my.py"] [FULL=1] [SEED=n] [RESULT=folder]
#   make ladder LADDER="switch-boxed-gcc goto-boxed-gcc goto-tagged-gcc"     other rungs, top to bottom
build/bench/ladder: $(addprefix bench/,ladder.c cells.c report_ladder.c report_data.c document.c figures.c plot.c records.c \
                      files.c stats.c sha256.c) bench/cells.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm

# Dispatch first, from the switch to tail calls; table, a detour, is not on the way. What is new in dispatch/
# or in vm/values/ is a rung of its own.
ladder_compiler  = $(or $(word 3,$(subst -, ,$(firstword $(CONFIGS)))),clang)
ladder_dispatch := $(filter-out table tail,$(matrix_strategies)) tail
LADDER          ?= $(ladder_dispatch:%=%-boxed-$(ladder_compiler)) tail-boxed-$(ladder_compiler)-tos \
                   tail-boxed-$(ladder_compiler)-tos-super \
                   $(patsubst %,tail-%-$(ladder_compiler)-tos-super,$(filter-out boxed,$(matrix_values)))
LADDER_LAYOUTS  ?= $(if $(full),10,5)
LADDER_ROUNDS   ?= $(if $(full),20,5)
.PHONY: ladder
ladder: ; +@LADDER="$(strip $(LADDER))" PROGRAMS="$(PROGRAMS)" LAYOUTS=$(LADDER_LAYOUTS) ROUNDS=$(LADDER_ROUNDS) SIZE="$(SIZE)" \
	FULL="$(full)" SEED=$(SEED) TIMEOUT=$(TIMEOUT) RESULT="$(RESULT)" \
	COMMAND='make ladder$(call stated,LADDER FULL LADDER_LAYOUTS LADDER_ROUNDS SIZE)' \
	MAKE="$(MAKE)" sh bench/ladder.sh
