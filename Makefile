# Sevenstep. `make` builds the default interpreter; `make help` lists the rest.
# A build is a point in the space of axes below; its name is made of their values, and every object
# is compiled once per axis it depends on: front end (CC), vm (CC, VALUE, ...), dispatch (all).

MAKEFLAGS += --no-builtin-rules $(if $(filter 0,$(MAKELEVEL)),-j$(shell nproc))
.DELETE_ON_ERROR:

# --- axes -------------------------------------------------------------------------------------
DISPATCH      ?= goto
VALUE         ?= tagged
ifeq ($(origin CC),default)
CC            := gcc
endif
TOS           ?= 0
SUPER         ?= 0
CACHE         ?= 1
CHECKED       ?= 0
SANITIZE      ?= 0
SMALL_INTS    ?= 1
PRESERVE_NONE ?= 1
# STEP:KIND:K[:OPCODE]: K no-ops, or K loads that nothing waits for, in one step of all opcodes or of one.
INJECT        ?=
# 1: the same objects, and the sampler of bench/profile.mk beside them, as build/CONFIG-profile.
PROFILE       ?= 0

compiler := $(if $(findstring clang,$(CC)),clang,gcc)
inject_step   := $(word 1,$(subst :, ,$(INJECT)))
inject_kind   := $(word 2,$(subst :, ,$(INJECT)))
inject_count  := $(word 3,$(subst :, ,$(INJECT)))
inject_opcode := $(word 4,$(subst :, ,$(INJECT)))
inject_part   := $(if $(INJECT),-inject.$(inject_step).$(inject_kind).$(inject_count)$(inject_opcode:%=.%))
# Options of the vm's objects, and options of the dispatch object alone, as parts of the name.
vm_options       := $(if $(filter 1,$(CHECKED)),-checked)$(if $(filter 1,$(SANITIZE)),-sanitize)$(if $(filter 0,$(SMALL_INTS)),-nosmall)
dispatch_options := $(if $(filter 1,$(TOS)),-tos)$(if $(filter 1,$(SUPER)),-super)$(if $(filter 0,$(CACHE)),-nocache)$(if $(filter 0,$(PRESERVE_NONE)),-plaincall)$(inject_part)
# CONFIG=... on the command line asks a command of bench/ for builds by name; this one's name is made of the axes.
config_asked := $(if $(findstring command,$(origin CONFIG)),$(CONFIG))
override CONFIG := $(DISPATCH)-$(VALUE)-$(compiler)$(dispatch_options)$(vm_options)

# --- refuse what makes no sense, in one line --------------------------------------------------
one_of = $(if $(filter $($(1)),$(2)),,$(error $(1)=$($(1)) is not one of: $(2)))
strategies := $(sort $(basename $(notdir $(wildcard dispatch/*.c))))
values     := $(sort $(basename $(notdir $(wildcard vm/values/*.h))))
$(call one_of,DISPATCH,$(strategies))
$(call one_of,VALUE,$(values))
$(foreach axis,TOS SUPER CACHE CHECKED SANITIZE SMALL_INTS PRESERVE_NONE PROFILE,$(call one_of,$(axis),0 1))
ifeq ($(PRESERVE_NONE)-$(filter tail,$(DISPATCH)),0-)
$(error PRESERVE_NONE=0 is an option of DISPATCH=tail: the other strategies pass no registers between handlers)
endif
ifeq ($(SANITIZE)-$(DISPATCH),1-tail)
$(error SANITIZE=1 leaves no tail calls: sanitizers need the frames that DISPATCH=tail gives up)
endif
ifeq ($(SANITIZE)-$(PROFILE),1-1)
$(error SANITIZE=1 checks, PROFILE=1 times: a sanitized build is not the one to profile)
endif
ifeq ($(SMALL_INTS)-$(VALUE),0-tagged)
$(error SMALL_INTS=0 switches off the cache of VALUE=boxed: tagged ints are never allocated)
endif

inject_steps  := fetch decode dispatch operands check unbox compute box
ifneq ($(INJECT),)
inject_known  := $(and $(filter $(inject_step),$(inject_steps)),$(filter nop load,$(inject_kind)),$(filter $(inject_count),$(shell seq 0 64)))
ifneq ($(words $(subst :, ,$(INJECT)))-$(if $(inject_known),known),$(if $(inject_opcode),4,3)-known)
$(error INJECT=$(INJECT) is not STEP:KIND:K[:OPCODE], STEP one of $(inject_steps), KIND nop or load, K from 0 to 64)
endif
ifneq ($(inject_opcode),)
ifeq ($(shell sed -n 's/^op.$(inject_opcode),.*/known/p' vm/ops.def),)
$(error INJECT=$(INJECT): there is no opcode $(inject_opcode) in vm/ops.def)
endif
endif
inject_defines := -DINJECT_STEP=INJECT_$(shell printf %s $(inject_step) | tr a-z A-Z) -DINJECT_NAME='"$(inject_step)"' \
                  -DINJECT_LOAD=$(if $(filter load,$(inject_kind)),1,0) -DINJECT_COUNT='"$(inject_count)"' \
                  -DINJECT_OPCODE=$(if $(inject_opcode),OP_$(inject_opcode),-1)
endif

# --- flags ------------------------------------------------------------------------------------
include dispatch/flags.mk
prefix_map := -ffile-prefix-map=$(CURDIR)=.
comma       := ,
sanitizers := $(if $(filter 1,$(SANITIZE)),-fsanitize=address$(comma)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
CFLAGS_ALL  = -std=gnu11 -O2 -g -fno-pie -fno-strict-aliasing -fno-plt -ffunction-sections -fdata-sections -Wall -Wextra -Wshadow \
              -Werror=incompatible-pointer-types -Werror=int-conversion -Werror=implicit-function-declaration \
              $(prefix_map) $(sanitizers) $(CFLAGS)
LDFLAGS_ALL = -no-pie $(sanitizers) $(LDFLAGS)
LDLIBS_VM   = -lgmp -lm

gen      := build/gen
frontend := build/obj/frontend-$(compiler)$(if $(filter 1,$(SANITIZE)),-sanitize)
vm       := build/obj/vm-$(VALUE)-$(compiler)$(vm_options)
bin      := build/$(CONFIG)

frontend_sources := $(wildcard frontend/text/*.c frontend/*.c)
vm_sources       := $(filter-out vm/opgen.c,$(wildcard vm/*.c vm/types/*.c vm/modules/*.c))
frontend_objects := $(frontend_sources:%.c=$(frontend)/%.o)
vm_objects       := $(vm_sources:%.c=$(vm)/%.o)
probe_objects    := $(vm_sources:%.c=$(vm)-probe/%.o)
includes         := -I. -I$(gen)
vm_defines       := -DVALUES_H='"vm/values/$(VALUE).h"' -DCHECKED=$(CHECKED) -DSMALL_INTS=$(SMALL_INTS)
handlers_name    := handlers$(if $(filter 1,$(TOS)),-tos)$(if $(filter 1,$(SUPER)),-super)
dispatch_defines := $(vm_defines) -DTOS=$(TOS) -DSUPER=$(SUPER) -DCACHE=$(CACHE) -DPRESERVE_NONE=$(PRESERVE_NONE) \
                    -DHANDLERS_H='"$(handlers_name).h"' -DCONFIG='"$(CONFIG)"' $(inject_defines)

.PHONY: all help
all: $(bin)/sevenstep $(if $(filter 1,$(PROFILE)),$(bin)-profile/sevenstep) $(if $(filter goto-tagged-gcc,$(CONFIG)),build/sevenstep)

# Objects made with other flags are made again: the flags stand beside them in a file that changes with them.
quoted = $(subst ',,$(2))
remember = $(shell mkdir -p $(1) && printf '%s' '$(quoted)' | cmp -s - $(1)/.flags || printf '%s' '$(quoted)' > $(1)/.flags)
$(call remember,$(frontend),$(CFLAGS_ALL))
$(call remember,$(vm),$(CFLAGS_ALL) $(vm_defines))
$(call remember,$(bin),$(CFLAGS_ALL) $(LDFLAGS_ALL) $(dispatch_defines) $(dispatch_flags))

# --- the interpreter --------------------------------------------------------------------------
# The default build under a short name.
build/sevenstep: $(bin)/sevenstep
	ln -sfn $(CONFIG)/sevenstep $@
	ln -sfn $(CONFIG)/sevenstep-probe build/sevenstep-probe

$(bin)/sevenstep: $(frontend_objects) $(vm_objects) $(bin)/dispatch.o $(bin)/sevenstep-probe $(bin)/.flags
	@echo "  ld  $@" && $(CC) $(LDFLAGS_ALL) -o $@ $(frontend_objects) $(vm_objects) $(bin)/dispatch.o $(LDLIBS_VM)

$(bin)/sevenstep-probe: $(frontend_objects) $(probe_objects) $(bin)/dispatch-probe.o
	@echo "  ld  $@" && $(CC) $(LDFLAGS_ALL) -o $@ $(frontend_objects) $(probe_objects) $(bin)/dispatch-probe.o $(LDLIBS_VM)

# The probe counts and shows: its speed is of no interest, that of building it is. Its dispatch keeps -O2,
# without which gcc makes no tail calls.
compile = @mkdir -p $(@D) && echo "  cc  $@" && $(CC) $(CFLAGS_ALL) $(includes) -MMD -MP
$(frontend)/%.o: %.c $(gen)/opcodes.h $(frontend)/.flags Makefile
	$(compile) -c -o $@ $<
$(vm)/%.o: %.c $(gen)/opcodes.h $(vm)/.flags Makefile | $(gen)/frozen.h
	$(compile) $(vm_defines) -DPROBE=0 -c -o $@ $<
$(vm)-probe/%.o: %.c $(gen)/opcodes.h $(vm)/.flags Makefile | $(gen)/frozen.h
	$(compile) $(vm_defines) -O1 -DPROBE=1 -c -o $@ $<
$(bin)/dispatch.o: dispatch/$(DISPATCH).c $(gen)/opcodes.h $(gen)/$(handlers_name).h dispatch/flags.mk $(bin)/.flags Makefile
	$(compile) $(dispatch_defines) $(dispatch_flags) -DPROBE=0 -c -o $@ $<
$(bin)/dispatch-probe.o: dispatch/$(DISPATCH).c $(gen)/opcodes.h $(gen)/$(handlers_name).h dispatch/flags.mk $(bin)/.flags Makefile
	$(compile) $(dispatch_defines) $(dispatch_flags) -DPROBE=1 -c -o $@ $<

# --- generated --------------------------------------------------------------------------------
build/opgen: vm/opgen.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Wshadow -o $@ $<
generated := $(addprefix $(gen)/,opcodes.h handlers.h handlers-tos.h handlers-super.h handlers-tos-super.h)
$(generated): $(gen)/%.h: vm/ops.def build/opgen
	@mkdir -p $(@D)
	build/opgen $* vm/ops.def > $@

# Modules written in Python that the machine brings with it, as bytes.
frozen_sources := $(sort $(wildcard vm/modules/frozen/*.py))
$(gen)/frozen.h: $(frozen_sources) Makefile
	@mkdir -p $(@D)
	@{ echo '// Generated from vm/modules/frozen/.'; for file in $(frozen_sources); do name=$$(basename $$file .py); \
	  echo "static const unsigned char frozen_$$name[] = {"; od -An -v -tx1 $$file | sed 's/ \(..\)/0x\1,/g'; echo '0};'; done; \
	  echo '#define FROZEN_MODULES \'; for file in $(frozen_sources); do name=$$(basename $$file .py); \
	  echo "    {\"$$name\", (const char *)frozen_$$name, sizeof frozen_$$name - 1}, \\"; done; echo; } > $@

-include $(wildcard build/obj/*/*/*.d build/obj/*/*/*/*.d build/*/*.d)

# Each room brings its own goals.
-include bench/targets.mk
-include tests/targets.mk

clean:
	rm -rf build

help:
	@echo 'make [AXIS=value...]   the interpreter that the axes name: DISPATCH VALUE CC TOS SUPER CACHE PRESERVE_NONE'
	@echo '                       SMALL_INTS CHECKED SANITIZE PROFILE; by default goto-tagged-gcc, as build/sevenstep'
	@echo '                       INJECT=STEP:nop|load:K[:OPCODE] puts K instructions into one step'
	@echo 'make configs           the default matrix, one a line;  make all-configs  builds it'
	@echo 'make test | matrix     what must hold; the language tests in every build'
	@echo 'make test-frontend     tokens, tree and code of every file of the CPython library; make fuzz FUZZ_SECONDS=600'
	@echo 'make audit             what each binary is, against what its name claims'
	@echo 'make report            measures: FULL=1, PROGRAMS=my.py, NAME=..., SEED=...'
	@echo 'make ab                A=HEAD~1 B=.: two revisions, configs or both, measured against each other in two minutes'
	@echo 'make compare           A=folder B=folder: the exact figures and times of two results'
	@echo 'make verify-results    DIR=folder: runs a published result again and says what held'
	@echo 'make micro             one mechanism at a time, by Google Benchmark: CONFIGS="...", MICRO="int_add mine.py"'
	@echo 'make ladder            from everything on down to C, one change a rung: LADDER="...", PROGRAMS="..."'
	@echo 'make whole             whole processes and start-up beside CPython, Lua 5.4 and LuaJIT: CONFIGS="...", PROGRAMS="..."'
	@echo 'make profile           PROGRAM=x.py CONFIG=a,b RATE=997: where the time goes, by sampling; profile-overhead'
	@echo 'make steps             PROGRAM=loop CONFIG=a,b: exact instruction counts of each step, builds side by side'
	@echo 'make code              OP=BINARY_OP_ADD PROGRAM=loop CONFIG=a,b: a handler, each instruction with its step'
	@echo 'make counts            PROGRAM=x.py CONFIG=a,b: checks, boxes, allocations, calls, caches by bytecode site; make ngrams'
	@echo 'make diverge           A=config B=config PROGRAM=x.py: the first instruction where two builds part'
	@echo 'make inject            CONFIG=build: what one instruction more costs in each step, in time'
	@echo 'make aa                what is claimed of builds that do not differ, and found of slowed ones; FULL=1'
	@echo 'make lint | format     how the code reads'
	@echo 'make deps | clean      the Debian packages; everything that was built'
.PHONY: clean
