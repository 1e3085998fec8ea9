// pipeline: n readings of a sensor flow through seven stages. A generator is a struct that keeps
// its state and a function that gives the next item, or false at the end.
#include "bench/native/twin.h"

#include <stdbool.h>

enum { WINDOW = 8, ALARM = 1600 };

typedef struct {
    long moment, value, change;
} Item;

typedef struct {
    uint32_t state;
    long moment, size, level, slope;
} Readings;

typedef struct {
    Readings *source;
} Valid;

typedef struct {
    Valid *source;
    long window[WINDOW], count, total;
} Smooth;

typedef struct {
    Smooth *source;
    bool started;
    long previous;
} Changes;

typedef struct {
    Changes *source;
    long limit;
} Above;

typedef struct {
    long number, first, last, peak, rise;
} Alarm;

typedef struct {
    Above *source;
    bool open;
    Alarm current;
} Alarms;

typedef struct {
    Alarms *source;
    long number;
} Numbered;

typedef struct {
    long count, longest, peak, checksum;
} Answer;

static long max(long a, long b) {
    return a > b ? a : b;
}

// Rounds down, as // does; the divisor is positive.
static long floor_divide(long a, long b) {
    return a / b - (a % b < 0);
}

static bool readings_next(Readings *readings, Item *item) {
    if (readings->moment == readings->size) return false;
    readings->state = readings->state * 1664525u + 1013904223u;
    readings->level += readings->slope;
    if (readings->level > 2000 || readings->level < 0) readings->slope = -readings->slope;
    item->moment = readings->moment++;
    if ((readings->state >> 10 & 63) == 0)
        item->value = -9999;
    else
        item->value = readings->level + (readings->state >> 20) % 200;
    return true;
}

static bool valid_next(Valid *valid, Item *item) {
    while (readings_next(valid->source, item)) {
        if (item->value >= -100) return true;
    }
    return false;
}

static bool smooth_next(Smooth *smooth, Item *item) {
    while (valid_next(smooth->source, item)) {
        long *oldest = &smooth->window[smooth->count % WINDOW];
        smooth->total += item->value;
        if (smooth->count >= WINDOW) smooth->total -= *oldest;
        *oldest = item->value;
        smooth->count++;
        if (smooth->count < WINDOW) continue;
        item->value = floor_divide(10 * smooth->total, WINDOW);
        return true;
    }
    return false;
}

static bool changes_next(Changes *changes, Item *item) {
    while (smooth_next(changes->source, item)) {
        bool started = changes->started;
        item->change = item->value - changes->previous;
        changes->previous = item->value;
        changes->started = true;
        if (started) return true;
    }
    return false;
}

static bool above_next(Above *above, Item *item) {
    while (changes_next(above->source, item)) {
        if (item->value > above->limit) return true;
    }
    return false;
}

static bool alarms_next(Alarms *alarms, Alarm *alarm) {
    Item item;
    Alarm *current = &alarms->current;
    while (above_next(alarms->source, &item)) {
        if (alarms->open && item.moment - current->last <= 2) {
            current->last = item.moment;
            current->peak = max(current->peak, item.value);
            current->rise = max(current->rise, item.change);
            continue;
        }
        bool finished = alarms->open;
        *alarm = *current;
        *current = (Alarm){0, item.moment, item.moment, item.value, item.change};
        alarms->open = true;
        if (finished) return true;
    }
    if (!alarms->open) return false;
    *alarm = *current;
    alarms->open = false;
    return true;
}

static bool numbered_next(Numbered *numbered, Alarm *alarm) {
    if (!alarms_next(numbered->source, alarm)) return false;
    alarm->number = ++numbered->number;
    return true;
}

static Answer run(long size) {
    Readings readings = {.state = 5, .size = size, .slope = 3};
    Valid valid = {&readings};
    Smooth smooth = {.source = &valid};
    Changes changes = {.source = &smooth};
    Above above = {&changes, 10 * ALARM};
    Alarms alarms = {.source = &above};
    Numbered numbered = {.source = &alarms};
    Answer answer = {0, 0, 0, 0};
    Alarm alarm;
    while (numbered_next(&numbered, &alarm)) {
        answer.count = alarm.number;
        answer.longest = max(answer.longest, alarm.last - alarm.first);
        answer.peak = max(answer.peak, alarm.peak);
        answer.checksum =
            (answer.checksum * 31 + alarm.first + alarm.last + alarm.peak + alarm.rise) %
            1000000007;
    }
    return answer;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 450000);
    Answer answer = run(50);
    int64_t start = twin_clock(&size);
    answer = run(size);
    int64_t end = twin_clock(&answer);
    printf("%ld readings: %ld alarms, the longest %ld, peak %ld, checksum %ld\n", size,
           answer.count, answer.longest, answer.peak, answer.checksum);
    twin_report(end - start);
}
