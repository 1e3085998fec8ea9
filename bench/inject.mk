# make inject: what one instruction more costs in each step.
#   make inject CONFIG=goto-boxed-gcc PROGRAMS=my.py INJECT_STEPS="check box" INJECT_KINDS=nop INJECT_COUNTS="0 4 8"
#   make inject INJECT_OPCODE=BINARY_OP_ADD        in the handler of one opcode alone
# A part of a report has to do with a few builds and programs, unless some are named.
report_part := $(if $(RESULT),$(wildcard $(RESULT)/manifest.json))
INJECT_STEPS   ?= $(inject_steps)
INJECT_KINDS   ?= $(if $(report_part),nop,nop load)
INJECT_COUNTS  ?= $(if $(report_part),0 8,0 1 2 4 8)
INJECT_OPCODE  ?=
INJECT_CONFIGS ?= $(or $(subst $(comma), ,$(config_asked)),$(firstword $(filter goto-tagged-%,$(CONFIGS)) $(CONFIGS) goto-tagged-clang))
INJECT_LAYOUTS ?= 5
INJECT_ROUNDS  ?= $(INJECT_LAYOUTS)

analysis_objects := $(addprefix build/obj/report/,report_data.o records.o files.o stats.o sha256.o)
build/bench/inject build/bench/aa: build/bench/%: build/obj/report/%.o $(analysis_objects)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcjson -lm
build/obj/report/inject.o build/obj/report/aa.o: build/obj/report/%.o: bench/%.c
	@mkdir -p $(@D)
	$(report_cc) -MMD -MP -c -o $@ $<
-include build/obj/report/inject.d build/obj/report/aa.d

inject_said = $(if $(config_asked), CONFIG="$(config_asked)")$(call stated,CONFIGS PROGRAMS FULL INJECT_STEPS INJECT_KINDS INJECT_COUNTS INJECT_OPCODE INJECT_LAYOUTS INJECT_ROUNDS)
.PHONY: inject
inject: ; +@CONFIGS="$(INJECT_CONFIGS)" STEPS="$(INJECT_STEPS)" KINDS="$(INJECT_KINDS)" COUNTS="$(INJECT_COUNTS)" \
	OPCODE="$(INJECT_OPCODE)" LAYOUTS=$(INJECT_LAYOUTS) ROUNDS=$(INJECT_ROUNDS) \
	PROGRAMS="$(or $(PROGRAMS),$(if $(report_part),fib loop nbody sieve classes))" SMALL="$(if $(full),,1)" SEED=$(SEED) \
	TIMEOUT=$(TIMEOUT) COMMAND='make inject$(inject_said)' RESULT="$(RESULT)" MAKE="$(MAKE)" sh bench/inject.sh
