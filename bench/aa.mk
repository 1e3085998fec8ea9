# make aa: what is claimed of builds that do not differ, and found of builds slowed by a known part.
#   make aa FULL=1                          eight builds, twenty layouts: 208 cells
#   make aa AA_CONFIGS="goto-boxed-gcc" SLOWED= PROGRAMS="fib loop"
AA_CONFIGS ?= $(or $(subst $(comma), ,$(config_asked)),$(CONFIGS),$(foreach compiler,clang$(if $(full), gcc),$(foreach build,switch-boxed goto-boxed direct-boxed goto-tagged,$(build)-$(compiler))))
AA_LAYOUTS ?= $(if $(full),20,5)
AA_ROUNDS  ?= $(if $(full),20,5)
SLOWED     ?= $(firstword $(filter goto-tagged-%,$(AA_CONFIGS)) $(AA_CONFIGS))
SLOW_CELL  ?= 0.05
SLOW_MEAN  ?= 0.02

.PHONY: aa
aa: ; +@CONFIGS="$(AA_CONFIGS)" LAYOUTS=$(AA_LAYOUTS) ROUNDS=$(AA_ROUNDS) SLOWED="$(SLOWED)" CELL=$(SLOW_CELL) MEAN=$(SLOW_MEAN) \
	PROGRAMS="$(PROGRAMS)" SMALL="$(if $(full),,1)" SEED=$(SEED) TIMEOUT=$(TIMEOUT) \
	COMMAND='make aa$(if $(config_asked), CONFIG="$(config_asked)")$(call stated,CONFIGS PROGRAMS FULL AA_CONFIGS AA_LAYOUTS AA_ROUNDS SLOWED SLOW_CELL SLOW_MEAN)' \
	RESULT="$(RESULT)" MAKE="$(MAKE)" sh bench/aa.sh
