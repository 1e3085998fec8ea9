# The audit of builds and the synthetic machines it is tried on. x86-64 Linux only.
#   make audit                  the matrix, built first where it is not
#   make audit CONFIGS="..."    these; AUDIT=-v adds a line for each handler
#   make audit-built            whatever is built already, out of date or not
audit_sources := $(addprefix bench/,audit.c audit_read.c audit_walk.c audit_claims.c \
                   audit_shared.c machine.c binary.c sha256.c)
audit_objects := $(audit_sources:%.c=build/obj/tools/%.o)
-include $(audit_objects:.o=.d)

$(audit_objects): build/obj/tools/%.o: %.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -I. -MMD -MP -c -o $@ $<
build/bench/audit: $(audit_objects)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcapstone -ldw -lelf -lcjson
build/bench/synthetic: bench/synthetic.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -o $@ $<

# --- synthetic machines: build/synthetic/STRATEGY-BODIES-COUNT-COMPILER/sevenstep --------------
# Each strategy with its flags, small and at full size, by both compilers: all must pass.
synthetic_sizes := trivial-12 trivial-40 large-128 large-200
synthetic_names := $(foreach s,switch table goto direct tail,$(foreach n,$(synthetic_sizes),\
                     $(s)-$(n)-gcc $(s)-$(n)-clang))
synthetic := $(synthetic_names:%=build/synthetic/%/sevenstep)
synthetic_part = $(word $(1),$(subst -, ,$(patsubst build/synthetic/%/sevenstep,%,$@)))
synthetic_flags := -std=gnu11 -O2 -g -fno-pie -fno-strict-aliasing -fno-plt

build/synthetic/main-gcc.o build/synthetic/main-clang.o: build/bench/synthetic bench/audit.mk
	@mkdir -p $(@D)
	@build/bench/synthetic main > $(@:.o=.c)
	@cd $(@D) && $(if $(findstring clang,$@),clang-19,gcc) $(synthetic_flags) -c -o $(@F) $(@F:.o=.c)

$(synthetic): build/bench/synthetic build/synthetic/main-gcc.o build/synthetic/main-clang.o \
              dispatch/flags.mk bench/audit.mk
	@mkdir -p $(@D)
	@build/bench/synthetic $(call synthetic_part,1) $(call synthetic_part,3) \
	    $(call synthetic_part,2) > $(@D)/machine.c
	@$(if $(filter clang,$(call synthetic_part,4)),clang-19,gcc) $(synthetic_flags) -DKEEP_APART \
	    $(flags-$(call synthetic_part,1)-$(call synthetic_part,4)) $(flags-names) -no-pie \
	    -o $@ $(@D)/machine.c build/synthetic/main-$(call synthetic_part,4).o

# --- goals ------------------------------------------------------------------------------------
# Builds made to be checked at run time (sanitizers, asserted effects) claim nothing.
existing_builds = $(filter-out %-checked/sevenstep %-sanitize/sevenstep,$(wildcard build/*-*-*/sevenstep))
audited_builds  = $(patsubst %,build/%/sevenstep,$(or $(CONFIGS),$(matrix)))

.PHONY: audit audit-built audit-synthetic
audit: build/bench/audit audit-synthetic all-configs
	build/bench/audit $(AUDIT) --json build/audit.json $(audited_builds)
audit-built: build/bench/audit
	build/bench/audit $(AUDIT) --json build/audit.json $(existing_builds)

# The flags of dispatch/flags.mk hold at full size, whatever the real machine's size is today.
audit-synthetic: build/bench/audit $(synthetic)
	@build/bench/audit --json build/synthetic/audit.json $(synthetic) > build/synthetic/audit.txt \
	    || { cat build/synthetic/audit.txt; exit 1; }
	@echo "audit: $(words $(synthetic)) synthetic machines of 12 to 200 opcodes hold their claims"
