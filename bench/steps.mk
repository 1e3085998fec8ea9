# The steps, attributed: exact instruction counts by step, opcode and program; and one handler's code.
#   make steps PROGRAM=loop CONFIG=goto-boxed-gcc,goto-tagged-gcc
#   make steps RESULT=FOLDER            steps.json of all programs in a result folder
#   make code OP=BINARY_OP_ADD PROGRAM=loop CONFIG=...
steps_sources := $(addprefix bench/,steps.c steps_rules.c steps_inline.c steps_slice.c steps_anatomy.c \
                   steps_tally.c steps_show.c code.c callgrind.c stage.c files.c report_steps_plots.c plot.c)
steps_objects := $(steps_sources:%.c=build/obj/tools/%.o) \
                 $(filter-out build/obj/tools/bench/audit.o,$(audit_objects))
-include $(steps_objects:.o=.d)

$(filter-out $(profile_only),$(steps_sources:%.c=build/obj/tools/%.o)) build/obj/tools/bench/steps_picture.o: build/obj/tools/%.o: %.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -I. -MMD -MP -c -o $@ $<
build/bench/steps: $(steps_objects)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcapstone -ldw -lelf -lcjson -lm

build/bench/steps-picture: $(addprefix build/obj/tools/bench/,steps_picture.o report_steps_plots.o plot.o files.o sha256.o)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcjson -lm

# C's own addition, as the view of a handler shows it last.
build/bench/add: bench/code_add.c
	@mkdir -p $(@D)
	gcc -O2 -g -no-pie -fcf-protection=none -o $@ $<

# A program by its name in bench/programs/ has the size of bench/programs/steps_sizes, one by its path its own.
comma_list     = $(subst $(comma), ,$(1))
steps_configs  = $(call comma_list,$(or $(config_asked),$(CONFIGS),$(matrix)))
steps_asked    = $(patsubst bench/programs/%.py,%,$(call comma_list,$(or $(PROGRAM),$(PROGRAMS))))
steps_all      = $(basename $(notdir $(wildcard bench/programs/*.py)))
steps_size     = $(or $(SIZE),$(shell sed -n 's/^$(1)  *//p' bench/programs/steps_sizes))
steps_named    = bench/programs/$(1).py$(addprefix :,$(call steps_size,$(1)))
steps_programs = $(foreach program,$(or $(steps_asked),$(steps_all)),\
                   $(if $(wildcard bench/programs/$(program).py),$(call steps_named,$(program)),$(program)$(SIZE:%=:%)))
steps_builds   = $(foreach config,$(steps_configs),$(config)=build/$(config)/sevenstep)
steps_json     = $(or $(RESULT:%=%/steps.json),build/steps.json)

.PHONY: steps code add-picture
steps: build/bench/steps build/bench/add native
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(steps_configs)" > build/steps.log 2>&1 || { tail build/steps.log; exit 1; }
	@build/bench/steps --json $(steps_json) --svg $(steps_json:.json=.svg) --addition bench/addition.py --snippet build/bench/add \
	  --twins build/native \
	  $(STEPS) $(steps_builds) -- $(steps_programs)

code: build/bench/steps build/bench/add
	$(if $(OP),,$(error make code OP=BINARY_OP_ADD PROGRAM=loop CONFIG=goto-boxed-gcc,goto-tagged-gcc))
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(steps_configs)" > build/steps.log 2>&1 || { tail build/steps.log; exit 1; }
	@build/bench/steps --op $(OP) --snippet build/bench/add $(steps_builds) -- $(firstword $(steps_programs))

# The addition of the README, from a result: make add-picture RESULT=results/DATE-NAME writes add.svg there.
add-picture: build/bench/steps-picture
	$(if $(RESULT),,$(error make add-picture RESULT=results/DATE-NAME))
	build/bench/steps-picture $(RESULT)/steps.json > $(RESULT)/add.svg.part && mv $(RESULT)/add.svg.part $(RESULT)/add.svg || \
	  { rm -f $(RESULT)/add.svg.part; exit 1; }
