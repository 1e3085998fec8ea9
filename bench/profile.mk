# The profiler.
#   make profile PROGRAM=x.py [CONFIG=a,b] [ARGS="..."] [RATE=997] [PROFILE_DIR=...]
#   make profile RESULT=folder [CONFIGS="a b"] [PROGRAMS="..."]    a part of a report
#   make profile-overhead PROGRAM=x.py [CONFIG=a] [ROUNDS=15]      what sampling itself costs
# A profiled build is the objects of the timed build and the sampler, through which the linker leads
# three functions of the machine; libunwind is linked there and nowhere else.
unwind_header := $(firstword $(wildcard /usr/include/libunwind.h /usr/include/*/libunwind.h))
profile_link  := -Wl,--wrap=vm_init -Wl,--wrap=vm_end -Wl,--wrap=run_prepare
sampler       := $(vm)/bench/profile_sampler.o

$(bin)-profile/sevenstep: $(frontend_objects) $(vm_objects) $(bin)/dispatch.o $(sampler) bench/profile.mk
	@mkdir -p $(@D)
	@echo "  ld  $@" && $(CC) $(LDFLAGS_ALL) $(profile_link) -o $@ $(frontend_objects) $(vm_objects) $(bin)/dispatch.o \
	  $(sampler) $(LDLIBS_VM) -lunwind

profile_sources := $(addprefix bench/,profile_run.c files.c sha256.c)
profile_objects := $(patsubst %.c,build/obj/tools/%.o,$(profile_sources) $(addprefix bench/,profile.c profile_code.c \
                     profile_machine.c profile_stacks.c profile_tables.c profile_files.c profile_flame.c audit_read.c \
                     audit_walk.c audit_claims.c machine.c binary.c))
overhead_objects := $(patsubst %.c,build/obj/tools/%.o,$(profile_sources) bench/profile_overhead.c bench/stats.c)
profile_only    := $(filter-out $(audit_objects),$(sort $(profile_objects) $(overhead_objects)))
-include $(profile_only:.o=.d)

$(profile_only): build/obj/tools/%.o: %.c $(gen)/opcodes.h
	@mkdir -p $(@D)
	gcc -std=gnu11 -O2 -g -Wall -Wextra -Wshadow -I. -I$(gen) -MMD -MP -c -o $@ $<
build/bench/profile: $(profile_objects)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcapstone -ldw -lelf -lcjson -lm
build/bench/profile_overhead: $(overhead_objects)
	@mkdir -p $(@D)
	gcc -o $@ $^ -lcjson -lm

RATE           ?= 997
ROUNDS         ?= 15
PROFILE_DIR    ?= $(if $(RESULT),$(RESULT)/profile,build/profile/$(basename $(notdir $(PROGRAM))))
profile_asked  := $(or $(patsubst %-profile,%,$(subst $(comma), ,$(config_asked))),$(CONFIGS),goto-tagged-gcc)
profile_builds  = $(profile_asked:%=build/%-profile/sevenstep)
# In a report: every program, and its figures beside those of the other parts.
profile_json    = $(or $(RESULT),$(PROFILE_DIR))/profile.json
profile_words   = $(if $(RESULT),$(or $(PROGRAMS),$(basename $(notdir $(wildcard bench/programs/*.py)))),$(PROGRAM) $(ARGS))

.PHONY: profile profile-overhead profile-builds profile-ready
profile-builds: ; $(foreach config,$(profile_asked),+@$(MAKE) --no-print-directory $(call config_args,$(config)) \
	build/$(config)-profile/sevenstep$(newline))

# Without libunwind there is no profile, and its place says so: that is no failure of a report.
profile-ready:
	$(if $(RESULT)$(PROGRAM),,$(error make profile PROGRAM=x.py [CONFIG=a,b] [ARGS="..."] [RATE=997]))
	@[ -n "$(unwind_header)" ] || { mkdir -p $(PROFILE_DIR) && \
	  echo '{"skipped": "libunwind is not installed (make deps)"}' > $(profile_json).part && \
	  mv $(profile_json).part $(profile_json) && echo "profile: skipped: libunwind is not installed (make deps)" >&2 && \
	  [ -n "$(RESULT)" ]; }
profile: profile-ready
	$(if $(unwind_header),+@$(MAKE) --no-print-directory build/bench/profile)
	$(if $(unwind_header),+@$(MAKE) --no-print-directory profile-builds CONFIG="$(profile_asked)")
	$(if $(unwind_header),@mkdir -p $(PROFILE_DIR))
	$(if $(unwind_header),@build/bench/profile --rate $(RATE) $(if $(RESULT),--seed $(SEED) --each) $(PROFILE_OPTIONS) \
	  --json $(profile_json) --out $(PROFILE_DIR) $(profile_builds) -- $(profile_words))
profile-overhead: profile-ready
	+@$(MAKE) --no-print-directory build/bench/profile_overhead
	+@$(MAKE) --no-print-directory all-configs CONFIGS="$(profile_asked)"
	+@$(MAKE) --no-print-directory profile-builds CONFIG="$(profile_asked)"
	@build/bench/profile_overhead --rate $(RATE) --rounds $(ROUNDS) \
	  $(foreach config,$(profile_asked),build/$(config)/sevenstep build/$(config)-profile/sevenstep) -- $(PROGRAM) $(ARGS)
