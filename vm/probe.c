// -X trace prints the stack after every instruction; -X stats prints what vm/probe_counts.c counts,
// and a hash of the sequence of (code, offset), by which builds show that they executed the same.
#include "vm/probe.h"

#if PROBE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/probe_counts.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static struct {
    ProbeOptions options;
    bool counts, quiet;
    // The instruction whose effect the next step shows.
    Frame *frame;
    CodeObject *code;
    uint32_t offset;
    unsigned opcode;
    intptr_t oparg;
    bool waiting;
} probe;

bool probe_start(const ProbeOptions *options) {
    probe.options = *options;
    probe.counts = options->stats || options->json || options->text;
    if (options->json && !probe_file_possible(options->json)) return false;
    if (options->text && !probe_file_possible(options->text)) return false;
    if (options->trace)
        fprintf(stderr, "%6s  %-28s %7s  %s\n", "offset", "opcode", "operand", "stack after it");
    probe_count_start();
    return true;
}

static void print_items(Vm *vm, const Value *items, size_t count, const char *open,
                        const char *close);

// Shows a value without running the program's code and without giving objects numbers: both would
// change what the program prints.
static void print_value(Vm *vm, Value value, int depth) {
    if (!value) {
        fputs("NULL", stderr);
        return;
    }
    bool plain =
        is_none(value) || is_bool(value) || is_any_int(value) || is_float(value) || is_str(value);
    if (!plain && depth && is_list(value)) {
        print_items(vm, list_of(value)->items, list_of(value)->count, "[", "]");
    } else if (!plain && depth && is_tuple(value)) {
        print_items(vm, tuple_of(value)->items, tuple_of(value)->count, "(", ")");
    } else if (has_shape(value, SHAPE_FUNCTION)) {
        fprintf(stderr, "<function %s>",
                (char *)str_utf8(vm, ((Function *)object_of(value))->qualname, NULL));
    } else if (has_shape(value, SHAPE_NATIVE) || has_shape(value, SHAPE_NATIVE_METHOD)) {
        fprintf(stderr, "<built-in %s>", ((Native *)object_of(value))->spec->name);
    } else if (is_object(value) && type_of(value)->flags & TYPE_TYPE) {
        fprintf(stderr, "<class %s>", type_name((Type *)object_of(value)));
    } else if (!plain) {
        fprintf(stderr, "<%s>", type_name(type_of(value)));
    } else {
        Value raised = vm->raised;
        vm->raised = VALUE_NULL;
        Value text = object_repr(vm, value);
        const char *utf8 = is_error(text) ? "?" : str_utf8(vm, str_of(text), NULL);
        if (utf8) fprintf(stderr, strlen(utf8) > 40 ? "%.37s..." : "%s", utf8);
        vm->raised = raised;
    }
}

static void print_items(Vm *vm, const Value *items, size_t count, const char *open,
                        const char *close) {
    enum { SHOWN = 6 };
    fputs(open, stderr);
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        if (i) fputs(", ", stderr);
        print_value(vm, items[i], 0);
    }
    fprintf(stderr, "%s%s", count > SHOWN ? ", ..." : "", close);
}

static void print_stack(Vm *vm, Frame *frame) {
    for (Value *at = frame->locals + frame->code->slot_count + 1; at < frame->saved_sp; at++) {
        fputs("  ", stderr);
        print_value(vm, *at, 1);
    }
}

static void print_waiting(Vm *vm, Frame *frame) {
    if (!probe.waiting) return;
    probe.waiting = false;
    fprintf(stderr, "%6u  %-28s %7jd ", probe.offset, probe_opcode_names[probe.opcode],
            (intmax_t)probe.oparg);
    if (frame == probe.frame && frame->code == probe.code)
        print_stack(vm, frame);
    else if (frame > probe.frame)
        fprintf(stderr, "  -> %s", (char *)str_utf8(vm, frame->code->qualname, NULL));
    else
        fputs("  <-", stderr);
    fputc('\n', stderr);
}

// Showing values calls the functions that are counted.
static void show_step(Vm *vm, Frame *frame, uint32_t offset, unsigned opcode, intptr_t oparg) {
    SiteCounts *site = probe_pause();
    const char *function = probe.options.trace;
    probe.quiet = true;
    print_waiting(vm, frame);
    if (!*function || str_equal_cstring(frame->code->qualname, function)) {
        probe.waiting = true;
        probe.frame = frame;
        probe.code = frame->code;
        probe.offset = offset;
        probe.opcode = opcode;
        probe.oparg = oparg;
    }
    probe.quiet = false;
    probe_go_on(site);
}

void probe_step(Vm *vm, Frame *frame, uint32_t offset, unsigned opcode, intptr_t oparg) {
    if (probe.quiet) return;
    vm->site = offset;
    if (probe.counts) probe_count_step(frame->code, offset, opcode);
    if (probe.options.trace) show_step(vm, frame, offset, opcode, oparg);
}

static int by_count(const void *left, const void *right) {
    uint64_t a = probe_counts.opcodes[*(const unsigned *)left];
    uint64_t b = probe_counts.opcodes[*(const unsigned *)right];
    return a < b ? 1 : a > b ? -1 : 0;
}

static uint64_t numbers(const uint64_t counts[NUMBER_KINDS]) {
    return counts[NUMBER_INT] + counts[NUMBER_FLOAT];
}

static void print_table(void) {
    uint64_t hits[OPCODE_COUNT] = {0}, misses[OPCODE_COUNT] = {0};
    for (CodeCounts *counts = probe_counts.codes; counts; counts = counts->next)
        for (uint32_t i = 0; i < counts->code->unit_count; i++) {
            hits[counts->sites[i].opcode] += counts->sites[i].hits;
            misses[counts->sites[i].opcode] += counts->sites[i].misses;
        }
    unsigned order[OPCODE_COUNT];
    for (unsigned i = 0; i < OPCODE_COUNT; i++) order[i] = i;
    qsort(order, OPCODE_COUNT, sizeof *order, by_count);
    fprintf(stderr, "%-32s %14s %14s %14s\n", "opcode", "executed", "cache hits", "misses");
    for (unsigned i = 0; i < OPCODE_COUNT && probe_counts.opcodes[order[i]]; i++) {
        unsigned opcode = order[i];
        fprintf(stderr, "%-32s %14" PRIu64, probe_opcode_names[opcode],
                probe_counts.opcodes[opcode]);
        if (hits[opcode] || misses[opcode])
            fprintf(stderr, " %14" PRIu64 " %14" PRIu64, hits[opcode], misses[opcode]);
        fputc('\n', stderr);
    }
}

static void print_stats(Vm *vm) {
    SiteCounts total = probe_total();
    fprintf(stderr,
            "executed: %" PRIu64 "\nexecution hash: %016" PRIx64 "\nbytes allocated: %" PRIu64 "\n",
            probe_counts.executed, probe_counts.hash, gc_bytes_allocated(vm));
    fprintf(stderr, "dispatched: %" PRIu64 "\n", probe_counts.executed - probe_counts.undispatched);
    fprintf(stderr, "boxes made: %" PRIu64 "\ndistinct instructions: %" PRIu64 "\n",
            numbers(total.made), probe_distinct());
    fprintf(stderr, "boxes avoided: %" PRIu64 "\nunboxings: %" PRIu64 "\n", numbers(total.avoided),
            numbers(total.unboxed));
    fprintf(stderr, "allocations: %" PRIu64 "\ncollections: %" PRIu64 "\n", total.allocations,
            total.collections);
    if (probe_injected) fprintf(stderr, "injected places passed: %" PRIu64 "\n", probe_injected);
    print_table();
}

ProbeTotals probe_totals(const Vm *vm) {
    SiteCounts total = probe_total();
    return (ProbeTotals){probe_counts.executed, numbers(total.made), total.allocations,
                         gc_bytes_allocated(vm)};
}

bool probe_end(Vm *vm) {
    probe.quiet = true;
    probe_pause();
    if (probe.waiting)
        fprintf(stderr, "%6u  %-28s %7jd   <-\n", probe.offset, probe_opcode_names[probe.opcode],
                (intmax_t)probe.oparg);
    if (probe.options.stats) print_stats(vm);
    bool written = !probe.options.json || probe_write_json(vm, probe.options.json);
    return (!probe.options.text || probe_write_text(probe.options.text)) && written;
}
#endif
