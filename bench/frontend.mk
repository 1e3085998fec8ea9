# make frontend-speed: the front end against CPython's compile() and its own cache, and how its time grows.
#   make frontend-speed [SPEED_ROUNDS=n] [SEED=n] [SPEED_FILES="a.py b.py"] [RESULT=folder]
SPEED_ROUNDS  ?= 20
SPEED_FILES   ?= $(sort $(wildcard /usr/lib/python3.11/*.py))
SPEED_CPYTHON ?= /usr/bin/python3.11

# The one tool of bench/ that links objects of the front end, and nothing else of ours.
build/bench/frontend-work: bench/frontend_work.c bench/frontend_shapes.def $(frontend_objects)
	@mkdir -p $(@D)
	@echo "  cc  $@" && $(CC) $(CFLAGS_ALL) $(includes) $(LDFLAGS_ALL) -o $@ $(filter %.c %.o,$^) -lgmp -lm
build/bench/frontend-speed: $(addprefix bench/,frontend_speed.c process.c counters.c stats.c files.c sha256.c figures.c document.c) \
                            bench/figures.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm

.PHONY: frontend-speed
frontend-speed: build/bench/frontend-work build/bench/frontend-speed
	@mkdir -p build/frontend-speed
	@build/bench/frontend-speed $(or $(RESULT),build)/frontend.json $(SPEED_ROUNDS) $(SEED) $(SPEED_CPYTHON) \
	  build/bench/frontend-work $(SPEED_FILES)
