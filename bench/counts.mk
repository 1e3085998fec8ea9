# What programs execute, by bytecode site, counted by the probes.
#   make counts [PROGRAM=x.py] [CONFIG=a,b] [SIZE=n] [RESULT=folder]     writes counts.json and counts.md there
#   make ngrams [PROGRAMS="x.py y"]                                      sequences of opcodes, all programs together
RESULT         ?=
counts_configs  = $(or $(subst $(comma), ,$(config_asked)),$(CONFIGS),goto-boxed-gcc goto-tagged-gcc)
build/bench/counts: $(addprefix bench/,counts.c counts_sums.c counts_tables.c document.c figures.c files.c stage.c stats.c sha256.c) \
                    bench/counts.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm

.PHONY: counts ngrams config-probe
config-probe: ; +@$(MAKE) --no-print-directory $(call config_args,$(CONFIGS)) build/$(CONFIGS)/sevenstep-probe
counts: build/bench/counts
	+@PROGRAMS="$(or $(PROGRAM),$(PROGRAMS))" SIZE="$(SIZE)" EACH="$(config_asked)" MAKE="$(MAKE)" \
	  sh bench/counts.sh "$(or $(RESULT),build/counts)" "$(counts_configs)"
ngrams: build/bench/counts
	+@PROGRAMS="$(or $(PROGRAM),$(PROGRAMS))" SIZE="$(SIZE)" MAKE="$(MAKE)" \
	  sh bench/counts.sh "$(or $(RESULT),build/ngrams)" "$(firstword $(or $(subst $(comma), ,$(config_asked)),goto-tagged-gcc))" --sequences
