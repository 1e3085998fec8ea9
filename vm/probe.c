// -X trace prints the stack after every instruction; -X stats counts instructions and cache hits,
// and takes a hash of the sequence of (code, offset), by which builds show that they executed the
// same.
#include "vm/probe.h"

#if PROBE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opcodes.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/types/list.h"
#include "vm/types/number.h"
#include "vm/types/str.h"

static const char *const opcode_names[] = {
#define X(name, kind, caches, pops, pushes, jump_pushes) #name,
    OPCODES(X)
#undef X
};

static struct {
    const char *trace;
    bool stats, quiet;
    uint64_t executed, hash;
    uint64_t counts[OPCODE_COUNT], hits[OPCODE_COUNT], misses[OPCODE_COUNT];
    // The places (code, offset) met so far: open addressing, at most half full.
    uint64_t *places;
    size_t place_count, place_room;
    // The instruction whose effect the next step shows.
    Frame *frame;
    CodeObject *code;
    uint32_t offset;
    unsigned opcode;
    intptr_t oparg;
    bool waiting;
} probe;

void probe_start(Vm *vm, const char *trace, bool stats) {
    (void)vm;
    probe.trace = trace;
    probe.stats = stats;
    if (trace)
        fprintf(stderr, "%6s  %-28s %7s  %s\n", "offset", "opcode", "operand", "stack after it");
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
    fprintf(stderr, "%6u  %-28s %7jd ", probe.offset, opcode_names[probe.opcode],
            (intmax_t)probe.oparg);
    if (frame == probe.frame && frame->code == probe.code)
        print_stack(vm, frame);
    else if (frame > probe.frame)
        fprintf(stderr, "  -> %s", (char *)str_utf8(vm, frame->code->qualname, NULL));
    else
        fputs("  <-", stderr);
    fputc('\n', stderr);
}

static uint64_t hash_text(const Text *text, uint64_t hash) {
    for (uint32_t i = 0; i < text->size; i++)
        hash = (hash ^ (uint8_t)text->data[i]) * 1099511628211u;
    return hash;
}

// The program's footprint: how many instructions were executed at least once.
static void count_place(uint64_t place) {
    if (2 * probe.place_count >= probe.place_room) {
        size_t room = probe.place_room ? 2 * probe.place_room : 4096;
        uint64_t *old = probe.places, *places = calloc(room, sizeof *places);
        if (!places) return; // it is only counted low
        for (size_t i = 0; i < probe.place_room; i++) {
            if (!old[i]) continue;
            size_t at = old[i] & (room - 1);
            while (places[at]) at = (at + 1) & (room - 1);
            places[at] = old[i];
        }
        free(old);
        probe.places = places;
        probe.place_room = room;
    }
    place = (place * 0x9e3779b97f4a7c15u ^ place >> 32) | 1; // 0 marks a free entry
    size_t at = place & (probe.place_room - 1);
    while (probe.places[at] && probe.places[at] != place) at = (at + 1) & (probe.place_room - 1);
    probe.place_count += !probe.places[at];
    probe.places[at] = place;
}

void probe_step(Vm *vm, Frame *frame, uint32_t offset, unsigned opcode, intptr_t oparg) {
    if (probe.quiet) return;
    probe.executed++;
    probe.counts[opcode]++;
    const Code *code = frame->code->code;
    uint64_t place =
        hash_text(&code->qualname, 14695981039346656037u) + code->first_line * 31u + offset;
    probe.hash = (probe.hash ^ place) * 1099511628211u;
    if (probe.stats) count_place(place);
    vm->site = offset;
    if (!probe.trace) return;
    probe.quiet = true;
    print_waiting(vm, frame);
    if (!*probe.trace || str_equal_cstring(frame->code->qualname, probe.trace)) {
        probe.waiting = true;
        probe.frame = frame;
        probe.code = frame->code;
        probe.offset = offset;
        probe.opcode = opcode;
        probe.oparg = oparg;
    }
    probe.quiet = false;
}

void probe_cache(Vm *vm, unsigned opcode, bool hit) {
    (void)vm;
    (hit ? probe.hits : probe.misses)[opcode]++;
}

ProbeTotals probe_totals(const Vm *vm) {
    return (ProbeTotals){probe.executed, probe_boxes, gc_bytes_allocated(vm)};
}

static int by_count(const void *left, const void *right) {
    uint64_t a = probe.counts[*(const unsigned *)left], b = probe.counts[*(const unsigned *)right];
    return a < b ? 1 : a > b ? -1 : 0;
}

void probe_end(Vm *vm) {
    probe.quiet = true;
    if (probe.waiting)
        fprintf(stderr, "%6u  %-28s %7jd   <-\n", probe.offset, opcode_names[probe.opcode],
                (intmax_t)probe.oparg);
    if (!probe.stats) return;
    fprintf(stderr,
            "executed: %" PRIu64 "\nexecution hash: %016" PRIx64 "\nbytes allocated: %" PRIu64 "\n",
            probe.executed, probe.hash, gc_bytes_allocated(vm));
    fprintf(stderr, "boxes made: %" PRIu64 "\ndistinct instructions: %zu\n", probe_boxes,
            probe.place_count);
    if (probe_injected) fprintf(stderr, "injected places passed: %" PRIu64 "\n", probe_injected);
    unsigned order[OPCODE_COUNT];
    for (unsigned i = 0; i < OPCODE_COUNT; i++) order[i] = i;
    qsort(order, OPCODE_COUNT, sizeof *order, by_count);
    fprintf(stderr, "%-32s %14s %14s %14s\n", "opcode", "executed", "cache hits", "misses");
    for (unsigned i = 0; i < OPCODE_COUNT && probe.counts[order[i]]; i++) {
        unsigned opcode = order[i];
        fprintf(stderr, "%-32s %14" PRIu64, opcode_names[opcode], probe.counts[opcode]);
        if (probe.hits[opcode] || probe.misses[opcode])
            fprintf(stderr, " %14" PRIu64 " %14" PRIu64, probe.hits[opcode], probe.misses[opcode]);
        fputc('\n', stderr);
    }
}
#endif
