# make ab A=SIDE B=SIDE: before and after. bench/ab.sh says what a side is.
ab_sources := $(addprefix bench/,ab.c ab_code.c report_data.c records.c files.c stats.c)
ab_audit   := $(filter-out build/obj/tools/bench/audit.o,$(audit_objects))
build/bench/ab: $(ab_sources) $(ab_audit) bench/ab.h bench/audit.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c %.o,$^) -lcapstone -ldw -lelf -lcjson -lm

.PHONY: ab
ab: export AB_A = $(value A)
ab: export AB_B = $(value B)
ab: export AB_PROGRAMS = $(value PROGRAMS)
ab: export AB_CONFIG = $(CONFIG)
ab: export AB_AXES = $(foreach word,$(call config_args,a-b-c),$(firstword $(subst =, ,$(word))))
ab: export AB_ROUNDS = $(or $(ROUNDS),20)
ab: export AB_LAYOUTS = $(LAYOUTS)
ab: export AB_SEED = $(SEED)
ab: export AB_TIMEOUT = $(TIMEOUT)
ab: export AB_BYTECODE = $(filter differs,$(BYTECODE))
ab: ; +@MAKE="$(MAKE)" sh bench/ab.sh
