// Dispatch alone: loops whose bodies are so many units of instructions that do next to nothing,
// put into the code of a compiled loop. `nop` repeats one instruction, which every predictor knows;
// `mixed` follows a fixed random walk over eight of them that move small ints between locals and
// stack, so that each indirect jump has many targets and the body is their only pattern. However
// long the body, an iteration executes the same number of its units.
#include "bench/micro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/random.h"
#include "frontend/frontend.h"
#include "frontend/opcode.h"
#include "frontend/verify.h"
#include "vm/error.h"
#include "vm/load.h"
#include "vm/object.h"
#include "vm/types/dict.h"

enum {
    UNITS_EXECUTED = 1 << 16, // in one iteration, whatever the footprint
    LOOP_UNITS = 3,           // FOR_ITER, STORE_FAST, JUMP_BACKWARD around each pass
    ITERATIONS = 100,
    DEPTH = 4, // of the walk's stack
    SLOTS = 3, // the locals it works on follow `count`
};

static const char template[] = "def run(count):\n"
                               "    a = 1\n"
                               "    b = 2\n"
                               "    c = 3\n"
                               "    for _ in range(count):\n"
                               "        pass\n"
                               "    return a + 10 * b + 100 * c\n";

// --- the walk ---------------------------------------------------------------------------------

static uint32_t pick(Random *random, const uint32_t *choices, uint32_t count) {
    return choices[random_below(random, count)];
}

// The numbers of the template's int constants.
static uint32_t int_constants(const Code *code, uint32_t *numbers) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < code->constant_count; i++)
        if (code->constants[i]->kind == CONSTANT_INT) numbers[count++] = i;
    return count;
}

// One instruction that `depth` values on the stack allow, and that leaves no more than there are
// units left to pop them.
static Unit step_choose(Random *random, const Code *code, uint32_t depth, uint32_t left) {
    enum { PUSHES = 4, POPS = 2 };
    static const uint32_t all[] = {OP_LOAD_FAST, OP_LOAD_CONST, OP_LOAD_ASSERTION_ERROR,
                                   OP_COPY,      OP_POP_TOP,    OP_STORE_FAST,
                                   OP_NOP,       OP_SWAP};
    for (;;) {
        uint32_t opcode = pick(random, all, sizeof all / sizeof *all);
        uint32_t constants[16], slot = 1 + (uint32_t)random_below(random, SLOTS);
        bool room = depth < DEPTH && depth + 2 <= left, has_one = depth > 0 && depth <= left;
        bool stays = depth + 1 <= left;
        switch (opcode) {
        case OP_LOAD_FAST:
            if (room) return unit_make(opcode, slot);
            break;
        case OP_LOAD_CONST:
            if (room)
                return unit_make(opcode, pick(random, constants, int_constants(code, constants)));
            break;
        case OP_COPY:
            if (room && depth > 0)
                return unit_make(opcode, 1 + (uint32_t)random_below(random, depth));
            break;
        case OP_SWAP:
            if (stays && depth > 1)
                return unit_make(opcode, 2 + (uint32_t)random_below(random, depth - 1));
            break;
        case OP_NOP:
            if (stays) return unit_make(opcode, 0);
            break;
        case OP_LOAD_ASSERTION_ERROR: // popped at once, so that locals are ints
            if (room && left > depth + 2) return unit_make(opcode, 0);
            break;
        case OP_POP_TOP:
            if (has_one) return unit_make(opcode, 0);
            break;
        case OP_STORE_FAST:
            if (has_one) return unit_make(opcode, slot);
            break;
        }
    }
}

static void walk_make(Unit *units, uint32_t count, const Code *code) {
    Random random = random_for(count, "dispatch_mixed");
    uint32_t depth = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool class_above = i > 0 && unit_opcode(units[i - 1]) == OP_LOAD_ASSERTION_ERROR;
        units[i] =
            class_above ? unit_make(OP_POP_TOP, 0) : step_choose(&random, code, depth, count - i);
        switch (unit_opcode(units[i])) {
        case OP_LOAD_FAST:
        case OP_LOAD_CONST:
        case OP_LOAD_ASSERTION_ERROR:
        case OP_COPY: depth++; break;
        case OP_POP_TOP:
        case OP_STORE_FAST: depth--; break;
        }
    }
}

// What the machine must answer: the same walk on numbers.
static int64_t walk_answer(const Unit *units, uint32_t count, uint64_t passes, const Code *code) {
    int64_t locals[1 + SLOTS] = {0, 1, 2, 3}, stack[DEPTH + 1], kept;
    for (uint64_t pass = 0; pass < passes; pass++)
        for (uint32_t i = 0, depth = 0; i < count; i++) {
            uint32_t operand = unit_operand(units[i]);
            switch (unit_opcode(units[i])) {
            case OP_LOAD_FAST: stack[depth++] = locals[operand]; break;
            case OP_LOAD_CONST: stack[depth++] = code->constants[operand]->integer; break;
            case OP_LOAD_ASSERTION_ERROR: stack[depth++] = 0; break;
            case OP_COPY: stack[depth] = stack[depth - operand], depth++; break;
            case OP_STORE_FAST: locals[operand] = stack[--depth]; break;
            case OP_POP_TOP: depth--; break;
            case OP_SWAP:
                kept = stack[depth - 1];
                stack[depth - 1] = stack[depth - operand];
                stack[depth - operand] = kept;
                break;
            }
        }
    return locals[1] + 10 * locals[2] + 100 * locals[3];
}

// --- the code ---------------------------------------------------------------------------------

// The function's Code among the module's constants.
static Code *inner_code(const Code *module) {
    for (uint32_t i = 0; i < module->constant_count; i++)
        if (module->constants[i]->kind == CONSTANT_CODE) return module->constants[i]->code;
    return NULL;
}

static uint32_t find_unit(const Code *code, unsigned opcode) {
    uint32_t at = 0;
    while (at < code->unit_count && unit_opcode(code->units[at]) != opcode)
        at += 1 + opcode_infos[unit_opcode(code->units[at])].cache_units;
    return at;
}

// Puts `body` at the end of the code's one loop, before the jump back.
static void code_insert(Arena *arena, Code *code, const Unit *body, uint32_t count) {
    uint32_t top = find_unit(code, OP_FOR_ITER), end = find_unit(code, OP_JUMP_BACKWARD);
    Unit *units = arena_array(arena, Unit, code->unit_count + count);
    memcpy(units, code->units, end * sizeof *units);
    memcpy(units + end, body, count * sizeof *units);
    memcpy(units + end + count, code->units + end, (code->unit_count - end) * sizeof *units);
    int32_t out = unit_jump(units[top]), back = unit_jump(units[end + count]);
    units[top] = unit_make(OP_FOR_ITER, (uint32_t)(out + (int32_t)count));
    units[end + count] = unit_make(OP_JUMP_BACKWARD, (uint32_t)(back - (int32_t)count));
    code->units = units;
    code->unit_count += count;
    code->stack_depth += DEPTH;
    for (uint32_t i = 0; i < code->position_count; i++)
        if (code->positions[i].start > end) code->positions[i].start += count;
}

// --- the benchmarks ---------------------------------------------------------------------------

static bool dispatch_prepare(Vm *vm, Micro *micro) {
    static Arena arena; // its tables are read as long as the code lives: to the end
    bool mixed = strstr(micro->name, "mixed");
    FrontendError error = {0};
    if (!arena.chunk) arena_init(&arena);
    const Code *module =
        frontend_compile(&arena, template, strlen(template), micro->name, MODE_EXEC, &error, NULL);
    Code *code = module ? inner_code(module) : NULL;
    Unit *body = code ? arena_array(&arena, Unit, micro->number) : NULL;
    if (!body) {
        error_value(vm, "%s: the loop cannot be compiled", micro->name);
        return false;
    }
    for (uint32_t i = 0; i < micro->number; i++) body[i] = unit_make(OP_NOP, 0);
    if (mixed) walk_make(body, micro->number, code);
    code_insert(&arena, code, body, micro->number);
    char reason[200];
    if (!verify_code(code, reason, sizeof reason)) {
        error_value(vm, "%s: %s", micro->name, reason);
        return false;
    }
    uint64_t passes = UNITS_EXECUTED / micro->number;
    Value live = code_load(vm, module);
    if (is_error(live) ||
        is_error(code_run(vm, (CodeObject *)object_of(live), micro->names, micro->names)))
        return false;
    micro->function = micro_get(vm, micro, "run");
    micro->argument = make_int(vm, (int64_t)passes);
    micro->answer = make_int(vm, walk_answer(body, micro->number, passes, code));
    return micro_set(vm, micro, "argument", micro->argument) &&
           micro_set(vm, micro, "answer", micro->answer);
}

bool suite_add_dispatch(Vm *vm, Suite *suite) {
    static const uint32_t footprints[] = {16, 256, 4096, 65536};
    for (int mixed = 0; mixed < 2; mixed++)
        for (size_t i = 0; i < sizeof footprints / sizeof *footprints; i++) {
            char name[32];
            snprintf(name, sizeof name, "dispatch_%s/%u", mixed ? "mixed" : "nop", footprints[i]);
            Micro *micro = suite_add(vm, suite, name);
            if (!micro) return false;
            micro->what = mixed ? "loops over N units of eight cheap instructions, in a fixed "
                                  "random walk"
                                : "loops over N times NOP";
            micro->number = footprints[i];
            micro->iterations = ITERATIONS;
            micro->operations =
                UNITS_EXECUTED / footprints[i] * (uint64_t)(footprints[i] + LOOP_UNITS);
            micro->prepare = dispatch_prepare;
            micro->iterate = micro_call;
        }
    return true;
}
