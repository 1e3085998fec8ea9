# Layouts of a build, the matrix, the tools of measurement, and `make report`.

# --- layouts ----------------------------------------------------------------------------------
# Layout K of a config: the same frontend and vm objects, the dispatch object once more with the
# handlers in the order of seed K, a section of padding of seeded size, and lld's shuffle of seed K.
LAYOUTS        ?= 5
layout_binaries := $(foreach number,$(shell seq 1 $(LAYOUTS)),$(bin)/layout-$(number)/sevenstep)
layout_link     := -fuse-ld=lld -Wl,--build-id
layout_padding   = $$(($* * 40503 % 4096 / 16 * 16))

.PHONY: layouts
layouts: $(layout_binaries) $(bin)/flags

$(gen)/layout-%/$(handlers_name).h: vm/ops.def build/opgen
	@mkdir -p $(@D)
	@build/opgen $(handlers_name) vm/ops.def $* > $@
$(bin)/layout-%/dispatch.o: dispatch/$(DISPATCH).c $(gen)/opcodes.h $(gen)/layout-%/$(handlers_name).h dispatch/flags.mk $(bin)/.flags Makefile
	$(compile) $(patsubst -DHANDLERS_H=%,-DHANDLERS_H='"layout-$*/$(handlers_name).h"',$(dispatch_defines)) \
	  $(dispatch_flags) -DPROBE=0 -c -o $@ $<
$(bin)/layout-%/padding.o: bench/report.mk
	@mkdir -p $(@D)
	@printf '.section .text.padding,"ax",@progbits\n.skip %s, 0xcc\n.section .note.GNU-stack,"",@progbits\n' \
	  $(layout_padding) | $(CC) -x assembler -c -o $@ -
$(bin)/layout-%/sevenstep: $(frontend_objects) $(vm_objects) $(bin)/layout-%/dispatch.o $(bin)/layout-%/padding.o
	@echo "  ld  $@"
	@$(CC) $(LDFLAGS_ALL) $(layout_link) '-Wl,--shuffle-sections=.text*=$*' -o $@ $(frontend_objects) \
	  $(vm_objects) $(@D)/padding.o $(@D)/dispatch.o $(LDLIBS_VM)

# What the manifest says of a build; no line names a folder of this machine.
define flags_text
compiler: $(shell $(CC) --version | head -n 1)
cflags: $(subst $(CURDIR),<tree>,$(strip $(CFLAGS_ALL)))
vm: $(strip $(vm_defines))
dispatch: $(strip $(dispatch_defines) $(dispatch_flags))
link: $(strip $(LDFLAGS_ALL) $(LDLIBS_VM))
layout K: $(layout_link) -Wl,--shuffle-sections=.text*=K; handlers in the order of seed K; (K * 40503 % 4096 / 16 * 16) bytes of padding
endef
$(bin)/flags: export FLAGS_TEXT = $(flags_text)
.PHONY: force
$(bin)/flags: force
	@mkdir -p $(@D) && printenv FLAGS_TEXT > $@.new && { cmp -s $@.new $@ && rm $@.new || mv $@.new $@; }
-include $(wildcard build/*/layout-*/*.d)

# --- the matrix -------------------------------------------------------------------------------
# Every strategy and representation there is, the known ones in their usual order. gcc has no musttail;
# its tail build stands in the matrix because the audit finds jumps alone (GCC_TAIL=0 leaves it out).
GCC_TAIL         ?= 1
in_order          = $(filter $(2),$(1)) $(filter-out $(1),$(2))
matrix_strategies := $(call in_order,switch table goto direct tail,$(strategies))
matrix_values     := $(call in_order,boxed tagged,$(values))
gcc_strategies    := $(filter-out $(if $(filter 0,$(GCC_TAIL)),tail),$(matrix_strategies))
matrix := $(foreach value,$(matrix_values),$(matrix_strategies:%=%-$(value)-clang)) \
          $(foreach value,$(matrix_values),$(gcc_strategies:%=%-$(value)-gcc))
quick_matrix := $(filter %-clang,$(matrix)) goto-boxed-gcc goto-tagged-gcc

# The variables that a config's name stands for.
name_part   = $(word $(1),$(subst -, ,$(2)))
has_part    = $(filter $(1),$(wordlist 4,9,$(subst -, ,$(2))))
config_args = DISPATCH=$(call name_part,1,$(1)) VALUE=$(call name_part,2,$(1)) \
  CC=$(if $(filter clang,$(call name_part,3,$(1))),clang-19,gcc) TOS=$(if $(call has_part,tos,$(1)),1,0) SUPER=$(if $(call has_part,super,$(1)),1,0) \
  CACHE=$(if $(call has_part,nocache,$(1)),0,1) PRESERVE_NONE=$(if $(call has_part,plaincall,$(1)),0,1) \
  CHECKED=$(if $(call has_part,checked,$(1)),1,0) SANITIZE=$(if $(call has_part,sanitize,$(1)),1,0) \
  SMALL_INTS=$(if $(call has_part,nosmall,$(1)),0,1) \
  INJECT=$(subst .,:,$(patsubst inject.%,%,$(call has_part,inject.%,$(1)))) PROFILE=$(if $(call has_part,profile,$(1)),1,0)

.PHONY: configs all-configs
configs: ; @printf '%s\n' $(matrix)

# One config after the other, because they share objects; each builds in parallel.
define newline


endef
all-configs: ; $(foreach config,$(or $(CONFIGS),$(matrix)),+@$(MAKE) --no-print-directory $(call config_args,$(config)) build/$(config)/sevenstep$(newline))

.PHONY: config-layouts
config-layouts: ; $(foreach config,$(or $(CONFIGS),$(matrix)),+@$(MAKE) --no-print-directory $(call config_args,$(config)) layouts LAYOUTS=$(LAYOUTS)$(newline))

# --- tools ------------------------------------------------------------------------------------
report_tools := build/bench/driver build/bench/manifest build/bench/exact build/bench/report
report_cc    := gcc -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -I.
report_headers := $(addprefix bench/,files.h counters.h lines.h process.h records.h random.h stats.h report.h document.h)
build/bench/driver: $(addprefix bench/,driver.c process.c counters.c lines.c records.c files.c sha256.c) $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm
# The clock of runs that are counted, beside the programs that count.
build/bench/clock.so: bench/clock.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -Wall -Wextra -Wshadow -shared -fPIC -Wl,--build-id=none -o $@ $<
build/bench/exact build/bench/steps build/bench/counts: | build/bench/clock.so
build/bench/exact: bench/exact.c bench/stage.c bench/records.c bench/files.c bench/sha256.c $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm
build/bench/manifest: bench/manifest.c bench/counters.c bench/files.c bench/sha256.c $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm
# A section of the report is a file bench/report_NAME.c and a line in report_sections.def.
report_sources := $(wildcard bench/report_*.c) $(addprefix bench/,report.c document.c figures.c cells.c \
                    plot.c counts_sums.c counters.c records.c files.c stats.c sha256.c)
report_objects := $(report_sources:bench/%.c=build/obj/report/%.o)
-include $(report_objects:.o=.d)
$(report_objects): build/obj/report/%.o: bench/%.c
	@mkdir -p $(@D)
	$(report_cc) -MMD -MP -c -o $@ $<
build/bench/report: $(report_objects)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcjson -lm
.PHONY: report-tools
report-tools: $(report_tools)

# --- the report -------------------------------------------------------------------------------
# Quick: 5 layouts x 1 process. Full: 20 layouts x 1 process, the whole matrix.
FULL     ?= 0
full     := $(filter 1,$(FULL))
NAME     ?= $(if $(full),full,quick)
PROGRAMS ?=
SEED     ?= 0
TIMEOUT  ?= 60
REPORT_CONFIGS ?= $(if $(full),$(matrix),$(quick_matrix))
REPORT_LAYOUTS ?= $(if $(full),20,5)
REPORT_ROUNDS  ?= $(if $(full),20,5)

.PHONY: report deps
report: ; +@REPORT_CONFIGS="$(REPORT_CONFIGS)" REPORT_LAYOUTS=$(REPORT_LAYOUTS) REPORT_ROUNDS=$(REPORT_ROUNDS) \
	FULL="$(full)" NAME="$(NAME)" PROGRAMS="$(PROGRAMS)" SEED=$(SEED) TIMEOUT=$(TIMEOUT) REPORT_DIR="$(REPORT_DIR)" \
	MAKE="$(MAKE)" sh bench/report.sh
deps: ; @sh bench/deps.sh
