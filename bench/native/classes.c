// classes: a simulator of logic circuits adds n pairs of numbers, gate by gate. A class is a
// function that evaluates; wires and gates live as long as the process.
#include "bench/native/twin.h"

#include <stdbool.h>

enum { BITS = 16 };

typedef struct Gate Gate;

typedef struct {
    int value;
    int listener_count;
    Gate **listeners;
} Wire;

struct Gate {
    int (*evaluate)(const Gate *gate);
    Wire *left, *right, *output;
    bool waiting;
};

typedef struct {
    Gate **gates;
    long count, capacity;
} GateList;

typedef struct {
    GateList waiting, running; // they change places at every round
    long evaluations;
} Agenda;

typedef struct {
    Agenda agenda;
    Wire *a[BITS], *b[BITS], *total[BITS + 1];
} Adder;

static Wire *wire_new(void) {
    Wire *wire = twin_allocate(NULL, sizeof(Wire));
    *wire = (Wire){0};
    return wire;
}

static void agenda_add(Agenda *agenda, Gate *gate) {
    if (gate->waiting) return;
    gate->waiting = true;
    GateList *list = &agenda->waiting;
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 64;
        list->gates = twin_allocate(list->gates, (size_t)list->capacity * sizeof(Gate *));
    }
    list->gates[list->count++] = gate;
}

static void wire_set(Wire *wire, int value, Agenda *agenda) {
    if (value == wire->value) return;
    wire->value = value;
    for (int i = 0; i < wire->listener_count; i++) agenda_add(agenda, wire->listeners[i]);
}

static void wire_connect(Wire *wire, Gate *gate) {
    size_t count = (size_t)wire->listener_count + 1;
    wire->listeners = twin_allocate(wire->listeners, count * sizeof(Gate *));
    wire->listeners[wire->listener_count++] = gate;
}

static void agenda_run(Agenda *agenda) {
    while (agenda->waiting.count > 0) {
        GateList gates = agenda->waiting;
        agenda->waiting = agenda->running;
        agenda->waiting.count = 0;
        agenda->running = gates;
        for (long i = 0; i < gates.count; i++) {
            Gate *gate = gates.gates[i];
            gate->waiting = false;
            wire_set(gate->output, gate->evaluate(gate), agenda);
        }
        agenda->evaluations += gates.count;
    }
}

static int evaluate_not(const Gate *gate) {
    return 1 - gate->left->value;
}
static int evaluate_and(const Gate *gate) {
    return gate->left->value & gate->right->value;
}
static int evaluate_or(const Gate *gate) {
    return gate->left->value | gate->right->value;
}

static void build(Agenda *agenda, int (*evaluate)(const Gate *), Wire *left, Wire *right,
                  Wire *output) {
    Gate *gate = twin_allocate(NULL, sizeof(Gate));
    *gate = (Gate){evaluate, left, right, output, false};
    wire_connect(left, gate);
    if (right) wire_connect(right, gate);
    agenda_add(agenda, gate);
}

static void half_adder(Agenda *agenda, Wire *a, Wire *b, Wire *total, Wire *carry) {
    Wire *either = wire_new(), *not_both = wire_new();
    build(agenda, evaluate_or, a, b, either);
    build(agenda, evaluate_and, a, b, carry);
    build(agenda, evaluate_not, carry, NULL, not_both);
    build(agenda, evaluate_and, either, not_both, total);
}

static void full_adder(Agenda *agenda, Wire *a, Wire *b, Wire *carry_in, Wire *total,
                       Wire *carry_out) {
    Wire *partial = wire_new(), *carry_1 = wire_new(), *carry_2 = wire_new();
    half_adder(agenda, b, carry_in, partial, carry_1);
    half_adder(agenda, a, partial, total, carry_2);
    build(agenda, evaluate_or, carry_1, carry_2, carry_out);
}

static Adder *adder_new(void) {
    Adder *adder = twin_allocate(NULL, sizeof(Adder));
    *adder = (Adder){0};
    for (int i = 0; i < BITS; i++) {
        adder->a[i] = wire_new();
        adder->b[i] = wire_new();
        adder->total[i] = wire_new();
    }
    adder->total[BITS] = wire_new();
    Wire *carry = wire_new();
    for (int i = 0; i < BITS; i++) {
        Wire *carry_out = i + 1 < BITS ? wire_new() : adder->total[BITS];
        full_adder(&adder->agenda, adder->a[i], adder->b[i], carry, adder->total[i], carry_out);
        carry = carry_out;
    }
    agenda_run(&adder->agenda);
    return adder;
}

static long adder_add(Adder *adder, long a, long b) {
    for (int i = 0; i < BITS; i++) wire_set(adder->a[i], (int)(a >> i & 1), &adder->agenda);
    for (int i = 0; i < BITS; i++) wire_set(adder->b[i], (int)(b >> i & 1), &adder->agenda);
    agenda_run(&adder->agenda);
    long total = 0;
    for (int i = BITS; i >= 0; i--) total = total * 2 + adder->total[i]->value;
    return total;
}

typedef struct {
    long a, b, total;
} Sum;

static Sum *run(long size, long *evaluations) {
    Random random = {11};
    Adder *adder = adder_new();
    Sum *sums = twin_allocate(NULL, (size_t)size * sizeof(Sum));
    for (long i = 0; i < size; i++) {
        sums[i].a = random_below(&random, 1 << BITS);
        sums[i].b = random_below(&random, 1 << BITS);
        sums[i].total = adder_add(adder, sums[i].a, sums[i].b);
    }
    *evaluations = adder->agenda.evaluations;
    return sums;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 2700);
    long evaluations;
    free(run(2, &evaluations));
    int64_t start = twin_clock(&size);
    Sum *sums = run(size, &evaluations);
    int64_t end = twin_clock(sums);
    const Sum *last = &sums[size - 1];
    printf("%ld sums, the last %ld + %ld = %ld\n", size, last->a, last->b, last->total);
    printf("%ld gate evaluations\n", evaluations);
    free(sums);
    twin_report(end - start);
}
