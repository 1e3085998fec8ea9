// Judges: what each strategy's name claims, against what was found in its machine code.
#include "bench/audit.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const strategy_names[STRATEGY_COUNT] = {"switch", "table", "goto", "direct", "tail"};

// The flags that usually repair a merged or a copied dispatch.
static const char *repair_of(const Build *build) {
    switch (build->strategy) {
    case GOTO:
    case DIRECT:
        return build->clang
                   ? "-mllvm -tail-dup-pred-size=5000 -mllvm -tail-dup-succ-size=5000 -mllvm "
                     "-tail-dup-indirect-size=200 -fno-vectorize -fno-slp-vectorize "
                     "-fno-unroll-loops"
                   : "-fno-gcse -fno-crossjumping";
    case SWITCH: return build->clang ? "-mllvm -tail-dup-indirect-size=0" : NULL;
    case TAIL: return build->clang ? "musttail on every dispatch" : "-foptimize-sibling-calls";
    default: return NULL;
    }
}

void audit_fail(Build *build, const char *repair, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    build->failures =
        realloc(build->failures, (build->failure_count + 1) * sizeof *build->failures);
    Failure *failure = build->failures ? &build->failures[build->failure_count++] : NULL;
    if (failure) *failure = (Failure){strdup(text), repair ? strdup(repair) : NULL};
    if (!failure || !failure->claim) {
        fputs("audit: out of memory\n", stderr);
        exit(2);
    }
}

// Decoded instructions are kept by lines of so many bytes. What runs once per bytecode costs 13 to
// 22 % of a program's time more where it lies in two (measured, bench/README.md), so that builds
// would differ by chance.
enum { LINE = 64 };

static void judge_switch(Build *build) {
    if (build->site_count != 1) {
        audit_fail(build, repair_of(build),
                   "switch: %zu indirect jumps dispatch, expected exactly 1: %s", build->site_count,
                   build->site_count ? "it has become threaded code" : "no jump table was found");
        return;
    }
    const Instruction *first = &build->code.items[build->sites[0].leader];
    const Instruction *jump = &build->code.items[build->sites[0].at];
    uint64_t last = jump->address + jump->size - 1;
    if (first->address / LINE != last / LINE)
        audit_fail(build, "-falign-functions=64 -falign-loops=64",
                   "switch: the dispatch lies in two lines of %d bytes, from %#llx to %#llx", LINE,
                   (unsigned long long)first->address, (unsigned long long)last);
}

// Every handler jumps to the next one from a place of its own.
static void judge_own_sites(Build *build) {
    const char *name = strategy_names[build->strategy];
    size_t missing = 0, dispatching = 0, leaving = 0;
    const Handler *example = NULL, *leaver = NULL;
    for (size_t i = 0; i < build->handler_count; i++) {
        const Handler *handler = &build->handlers[i];
        dispatching += handler->dispatches;
        if (!handler->dispatches && handler->returns) {
            leaving++;
            leaver = handler;
        }
        bool lost =
            handler->dispatches ? handler->own_sites == 0 : !handler->leaves && !handler->errs;
        if (!lost) continue;
        missing++;
        if (!example) example = handler;
    }
    if (missing)
        audit_fail(
            build, repair_of(build),
            "%s: %zu of %zu handlers have no dispatch of their own (%s, for one): they share "
            "%u of %zu dispatch sites",
            name, missing, build->handler_count, example->name, build->shared_sites,
            build->site_count);
    else if (build->shared_sites)
        audit_fail(build, repair_of(build), "%s: %u of %zu dispatch sites are shared by handlers",
                   name, build->shared_sites, build->site_count);
    // A few handlers end the loop; no machine has many of them.
    if (leaving > 3 && leaving * 20 > build->handler_count)
        audit_fail(build, repair_of(build),
                   "%s: %zu of %zu handlers return and never jump to the next (%s, for one)", name,
                   leaving, build->handler_count, leaver->name);
    if (build->site_count < dispatching)
        audit_fail(build, repair_of(build),
                   "%s: %zu indirect jumps dispatch, expected at least %zu, one for each handler "
                   "that dispatches",
                   name, build->site_count, dispatching);
}

static void judge_merged(Build *build) {
    size_t merged = 0;
    const Handler *example = NULL;
    for (size_t i = 0; i < build->handler_count; i++) {
        if (build->handlers[i].names < 2) continue;
        merged += build->handlers[i].names - 1;
        example = &build->handlers[i];
    }
    if (!merged) return;
    bool functions = build->strategy == TABLE || build->strategy == TAIL;
    audit_fail(build, functions ? "-fno-ipa-icf" : repair_of(build),
               "%s: %zu handlers have become one with another (%s and %s, for one)",
               strategy_names[build->strategy], merged, example->name, example->other);
}

static void judge_table_loads(Build *build) {
    size_t wrong = 0;
    for (size_t i = 0; i < build->site_count; i++)
        wrong += build->sites[i].through_table == (build->strategy == DIRECT);
    if (!wrong) return;
    if (build->strategy == DIRECT)
        audit_fail(build, NULL,
                   "direct: %zu of %zu dispatches load the handler's address from a table, not "
                   "from the code",
                   wrong, build->site_count);
    else
        audit_fail(build, NULL,
                   "%s: %zu of %zu dispatches do not load the handler's address from the table",
                   strategy_names[build->strategy], wrong, build->site_count);
}

static void judge_table(Build *build) {
    size_t jumping = 0, stuck = 0;
    const Handler *example = NULL;
    if (build->loop_indirect_calls != 1)
        audit_fail(build, "-fno-unroll-loops", "table: %u indirect calls in %s, expected exactly 1",
                   build->loop_indirect_calls, build->loop->name);
    for (size_t i = 0; i < build->handler_count; i++) {
        const Handler *handler = &build->handlers[i];
        stuck += !handler->dispatches && !handler->leaves && !handler->errs;
        if (handler->jumps) example = handler;
        jumping += handler->jumps;
    }
    if (jumping)
        audit_fail(build, "-fno-optimize-sibling-calls",
                   "table: %zu handlers end in an indirect jump (%s, for one), expected a return",
                   jumping, example->name);
    if (stuck) audit_fail(build, NULL, "table: %zu handlers never return", stuck);
}

static void judge_tail(Build *build) {
    size_t pushing = 0;
    const Handler *pusher = NULL;
    bool preserves_none = build->clang && !strstr(build->config, "-plaincall");
    for (size_t i = 0; i < build->handler_count; i++) {
        const Handler *handler = &build->handlers[i];
        // A handler that calls C functions on its way has to align the stack, and without
        // preserve_none any handler may have to save registers: that is a cost of that arm.
        if (handler->pushes && !handler->calls && preserves_none) {
            pushing++;
            pusher = handler;
        }
    }
    if (build->handler_calls)
        audit_fail(build,
                   build->clang
                       ? repair_of(build)
                       : "-foptimize-sibling-calls; no address of a handler's own variable "
                         "may leave it (use a variable of an inner block)",
                   "tail: %u calls of handlers where there should be jumps, in %s",
                   build->handler_calls, build->handler_callers);
    if (pushing)
        audit_fail(build,
                   build->clang ? "move the call into the slow block (it saves registers)"
                                : "fewer registers in use: move work into the slow block",
                   "tail: %zu handlers push or pop on a fast path without calls (%s, for one)",
                   pushing, pusher->name);
}

void audit_judge(Build *build) {
    switch (build->strategy) {
    case SWITCH: judge_switch(build); break;
    case TABLE:
        judge_table(build);
        judge_merged(build);
        break;
    case TAIL:
        judge_tail(build);
        judge_own_sites(build);
        judge_merged(build);
        break;
    default:
        judge_own_sites(build);
        judge_merged(build);
        judge_table_loads(build);
        break;
    }
    if (build->cmov_into_pc)
        audit_fail(build, "dispatch in both branches of JUMP(), so that pc is not computed",
                   "%s: %u conditional moves into pc", strategy_names[build->strategy],
                   build->cmov_into_pc);
    if (build->probe_symbols)
        audit_fail(build, "link the objects made with PROBE=0",
                   "%u symbols of the probe are in the timed binary", build->probe_symbols);
    if (build->sampler_symbols && !strstr(build->config, "-profile"))
        audit_fail(build, "link without bench/profile_sampler.c",
                   "%u symbols of the profiler are in the timed binary", build->sampler_symbols);
}
