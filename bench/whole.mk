# make whole: whole processes and start-up by hyperfine, builds against CPython, Lua 5.4 and LuaJIT's interpreter.
#   make whole [CONFIGS="..."] [PROGRAMS="fib my.py"] [FULL=1] [SEED=n] [RESULT=folder]
build/bench/whole: $(addprefix bench/,whole.c cells.c process.c counters.c lines.c report_data.c records.c files.c stats.c sha256.c) \
                   bench/cells.h $(report_headers)
	@mkdir -p $(@D)
	$(report_cc) -o $@ $(filter %.c,$^) -lcjson -lm

WHOLE_CONFIGS ?= switch-boxed-clang goto-boxed-clang direct-boxed-clang goto-tagged-clang tail-tagged-clang
WHOLE_LAYOUTS ?= $(if $(full),10,5)
WHOLE_ROUNDS  ?= $(if $(full),10,5)
HYPERFINE     ?= hyperfine
LUA           ?= lua5.4
LUAJIT        ?= luajit
PEERS         ?= bench/peers
.PHONY: whole
whole: ; +@CONFIGS="$(or $(CONFIGS),$(WHOLE_CONFIGS))" PROGRAMS="$(PROGRAMS)" LAYOUTS=$(WHOLE_LAYOUTS) ROUNDS=$(WHOLE_ROUNDS) \
	SIZE="$(SIZE)" HYPERFINE="$(HYPERFINE)" LUA="$(LUA)" LUAJIT="$(LUAJIT)" PEERS="$(PEERS)" \
	SEED=$(SEED) TIMEOUT=$(TIMEOUT) COMMAND='make whole$(call stated,CONFIGS PROGRAMS FULL WHOLE_LAYOUTS WHOLE_ROUNDS SIZE HYPERFINE LUA LUAJIT PEERS)' \
	RESULT="$(RESULT)" MAKE="$(MAKE)" sh bench/whole.sh
