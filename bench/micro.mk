# make micro: Google Benchmark over one mechanism at a time, the harness linked with each build's own objects.
#   make micro [CONFIGS="..."] [FULL=1] [SEED=n] [RESULT=folder]
#   make micro MICRO="int_add mine.py"       these, and files of one's own
# The library is linked before anything that may bring libunwind.so, whose _Unwind_* would stand in for those of
# libgcc when a C++ exception is thrown.
micro_libraries := -lbenchmark -lstdc++ -lgcc_s -lpthread
micro_suite     := micro_suite micro_dispatch micro_machine
micro_machine    = $(frontend_objects) $(filter-out %/main.o,$(vm_objects)) $(micro_suite:%=$(vm)/bench/%.o) \
                   $(vm)/bench/micro.o build/obj/bench/micro_shim.o
micro_probe      = $(frontend_objects) $(filter-out %/main.o,$(probe_objects)) $(micro_suite:%=$(vm)-probe/bench/%.o) \
                   $(vm)-probe/bench/micro_counts.o $(bin)/dispatch-probe.o

build/obj/bench/micro_shim.o: bench/micro_shim.cc bench/micro_shim.h bench/micro.mk
	@mkdir -p $(@D) && echo "  cc  $@"
	@g++ -std=c++17 -O2 -DNDEBUG -Wall -Wextra -Wshadow $(prefix_map) -I. -c -o $@ $<
$(bin)/micro: $(micro_machine) $(bin)/dispatch.o bench/micro.mk
	@echo "  ld  $@" && $(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(micro_libraries) $(LDLIBS_VM)
$(bin)/layout-%/micro: $(micro_machine) $(bin)/layout-%/padding.o $(bin)/layout-%/dispatch.o bench/micro.mk
	@echo "  ld  $@"
	@$(CC) $(LDFLAGS_ALL) $(layout_link) '-Wl,--shuffle-sections=.text*=$*' -o $@ $(filter %.o,$^) \
	  $(micro_libraries) $(LDLIBS_VM)
$(bin)/micro-probe: $(micro_probe) bench/micro.mk
	@echo "  ld  $@" && $(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(LDLIBS_VM)

# The objects of a layout serve interpreter and harness, whichever is made first.
.PRECIOUS: $(bin)/layout-%/dispatch.o $(bin)/layout-%/padding.o $(gen)/layout-%/$(handlers_name).h

# All of them, for the build that the axes name.
.PHONY: micro-build
micro-build: $(layout_binaries:%/sevenstep=%/micro) $(bin)/micro-probe $(bin)/micro $(bin)/flags

.PHONY: config-micro
config-micro: ; $(foreach config,$(CONFIGS),+@$(MAKE) --no-print-directory $(call config_args,$(config)) micro-build LAYOUTS=$(LAYOUTS)$(newline))

build/bench/micro-run: $(addprefix bench/,micro_run.c cells.c process.c counters.c lines.c report_data.c records.c files.c stats.c sha256.c) \
                       bench/cells.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm

MICRO         ?=
ITERATIONS    ?=
RESULT        ?=
MICRO_CONFIGS ?= $(filter %-clang,$(quick_matrix))
MICRO_LAYOUTS ?= $(if $(full),10,5)
MICRO_ROUNDS  ?= $(if $(full),20,5)
# What the user said on the command line, to say it again: stated,VARIABLES
stated = $(foreach variable,$(1),$(if $(filter command,$(firstword $(origin $(variable)))), $(variable)="$($(variable))"))
.PHONY: micro
micro: ; +@CONFIGS="$(or $(CONFIGS),$(MICRO_CONFIGS))" MICRO="$(MICRO)" LAYOUTS=$(MICRO_LAYOUTS) ROUNDS=$(MICRO_ROUNDS) \
	ITERATIONS="$(ITERATIONS)" SEED=$(SEED) TIMEOUT=$(TIMEOUT) COMMAND='make micro$(call stated,CONFIGS MICRO FULL MICRO_LAYOUTS MICRO_ROUNDS ITERATIONS)' \
	RESULT="$(RESULT)" MAKE="$(MAKE)" sh bench/micro.sh
