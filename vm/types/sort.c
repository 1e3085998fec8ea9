// The sort: merge sort of natural runs, as Tim Peters designed it for Python. Runs already in order
// are found and, where short, lengthened by binary insertion; merging waits until the runs on the
// stack keep their balance, and gallops when one side keeps winning. The comparison is chosen once:
// when all keys are machine ints, floats or strs, no type is looked at again.
#include <string.h>

#include "vm/error.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

#define RUN_STACK  85 // enough for any count below 2^64
#define GALLOP_MIN 7

typedef struct Sort Sort;
typedef int (*LessFunction)(Sort *sort, Value left, Value right); // 1, 0, -1 raised

struct Sort {
    Vm *vm;
    LessFunction less;
    Value *keys;                      // what is compared
    Value *values;                    // what goes along, or NULL
    Value *spare_keys, *spare_values; // room for the smaller half of a merge
    size_t gallop;
    size_t depth;
    struct {
        size_t start, count;
    } runs[RUN_STACK];
};

static int less_int(Sort *sort, Value left, Value right) {
    (void)sort;
    return int_less(left, right);
}
static int less_float(Sort *sort, Value left, Value right) {
    (void)sort;
    return float_of(left) < float_of(right);
}
static int less_str(Sort *sort, Value left, Value right) {
    (void)sort;
    return str_compare(str_of(left), str_of(right)) < 0;
}
static int less_any(Sort *sort, Value left, Value right) {
    return object_less(sort->vm, left, right);
}

// Tuples of which the first items are alike in type: the first difference decides.
static int less_tuple(Sort *sort, Value left, Value right) {
    Vm *vm = sort->vm;
    Tuple *first = tuple_of(left), *second = tuple_of(right);
    size_t shorter = first->count < second->count ? first->count : second->count;
    for (size_t i = 0; i < shorter; i++) {
        Value own = first->items[i], other = second->items[i];
        if (own == other) continue;
        if (is_int(own) && is_int(other)) {
            if (int_equal(own, other)) continue;
            return int_less(own, other);
        }
        if (is_str(own) && is_str(other)) {
            int order = str_compare(str_of(own), str_of(other));
            if (!order) continue;
            return order < 0;
        }
        int equal = object_equal(vm, own, other);
        if (equal < 0) return -1;
        if (!equal) return object_less(vm, own, other);
    }
    return first->count < second->count;
}

static LessFunction choose_less(const Value *keys, size_t count) {
    bool ints = true, floats = true, strs = true, tuples = true;
    for (size_t i = 0; i < count && (ints || floats || strs || tuples); i++) {
        ints = ints && is_int(keys[i]);
        floats = floats && is_float(keys[i]);
        strs = strs && is_str(keys[i]);
        tuples = tuples && is_tuple(keys[i]);
    }
    return ints ? less_int : floats ? less_float : strs ? less_str : tuples ? less_tuple : less_any;
}

static void move(Sort *sort, size_t to, size_t from, size_t count) {
    memmove(sort->keys + to, sort->keys + from, count * sizeof(Value));
    if (sort->values) memmove(sort->values + to, sort->values + from, count * sizeof(Value));
}

static void reverse_run(Value *items, size_t start, size_t stop) {
    while (start + 1 < stop) {
        stop--;
        Value item = items[start];
        items[start++] = items[stop];
        items[stop] = item;
    }
}

// The run that starts at `start`: ascending, or strictly descending and then turned round. 0:
// raised.
static size_t count_run(Sort *sort, size_t start, size_t stop) {
    Value *keys = sort->keys;
    if (stop - start < 2) return stop - start;
    size_t end = start + 2;
    int less = sort->less(sort, keys[start + 1], keys[start]);
    if (less < 0) return 0;
    bool descending = less;
    for (; end < stop; end++) {
        less = sort->less(sort, keys[end], keys[end - 1]);
        if (less < 0) return 0;
        if (less != descending) break;
    }
    if (descending) {
        reverse_run(keys, start, end);
        if (sort->values) reverse_run(sort->values, start, end);
    }
    return end - start;
}

// Sorts [start, stop), of which [start, sorted) is in order.
static bool insert_binary(Sort *sort, size_t start, size_t stop, size_t sorted) {
    Value *keys = sort->keys;
    for (; sorted < stop; sorted++) {
        size_t low = start, high = sorted;
        Value key = keys[sorted], value = sort->values ? sort->values[sorted] : VALUE_NULL;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int less = sort->less(sort, key, keys[middle]);
            if (less < 0) return false;
            if (less)
                high = middle;
            else
                low = middle + 1;
        }
        move(sort, low + 1, low, sorted - low);
        keys[low] = key;
        if (sort->values) sort->values[low] = value;
    }
    return true;
}

// Where `key` belongs in the ordered items[0, count): before its equals (left) or after them
// (right), looking first near `hint`. -1: raised.
static int64_t gallop_left(Sort *sort, Value key, const Value *items, int64_t count, int64_t hint) {
    int64_t last = 0, offset = 1;
    int less = sort->less(sort, items[hint], key);
    if (less < 0) return -1;
    if (less) {
        int64_t most = count - hint;
        while (offset < most) {
            less = sort->less(sort, items[hint + offset], key);
            if (less < 0) return -1;
            if (!less) break;
            last = offset;
            offset = offset > most / 2 ? most : offset * 2 + 1;
        }
        if (offset > most) offset = most;
        last += hint;
        offset += hint;
    } else {
        int64_t most = hint + 1;
        while (offset < most) {
            less = sort->less(sort, items[hint - offset], key);
            if (less < 0) return -1;
            if (less) break;
            last = offset;
            offset = offset > most / 2 ? most : offset * 2 + 1;
        }
        if (offset > most) offset = most;
        int64_t swapped = last;
        last = hint - offset;
        offset = hint - swapped;
    }
    for (last++; last < offset;) {
        int64_t middle = last + (offset - last) / 2;
        less = sort->less(sort, items[middle], key);
        if (less < 0) return -1;
        if (less)
            last = middle + 1;
        else
            offset = middle;
    }
    return offset;
}

static int64_t gallop_right(Sort *sort, Value key, const Value *items, int64_t count,
                            int64_t hint) {
    int64_t last = 0, offset = 1;
    int less = sort->less(sort, key, items[hint]);
    if (less < 0) return -1;
    if (less) {
        int64_t most = hint + 1;
        while (offset < most) {
            less = sort->less(sort, key, items[hint - offset]);
            if (less < 0) return -1;
            if (!less) break;
            last = offset;
            offset = offset > most / 2 ? most : offset * 2 + 1;
        }
        if (offset > most) offset = most;
        int64_t swapped = last;
        last = hint - offset;
        offset = hint - swapped;
    } else {
        int64_t most = count - hint;
        while (offset < most) {
            less = sort->less(sort, key, items[hint + offset]);
            if (less < 0) return -1;
            if (less) break;
            last = offset;
            offset = offset > most / 2 ? most : offset * 2 + 1;
        }
        if (offset > most) offset = most;
        last += hint;
        offset += hint;
    }
    for (last++; last < offset;) {
        int64_t middle = last + (offset - last) / 2;
        less = sort->less(sort, key, items[middle]);
        if (less < 0) return -1;
        if (less)
            offset = middle;
        else
            last = middle + 1;
    }
    return offset;
}

static void to_spare(Sort *sort, size_t from, size_t count) {
    memcpy(sort->spare_keys, sort->keys + from, count * sizeof(Value));
    if (sort->values) memcpy(sort->spare_values, sort->values + from, count * sizeof(Value));
}
static void from_spare(Sort *sort, size_t to, size_t from, size_t count) {
    memcpy(sort->keys + to, sort->spare_keys + from, count * sizeof(Value));
    if (sort->values) memcpy(sort->values + to, sort->spare_values + from, count * sizeof(Value));
}

// One item, in the loops that go item by item.
static inline void put(Sort *sort, size_t to, size_t from) {
    sort->keys[to] = sort->keys[from];
    if (sort->values) sort->values[to] = sort->values[from];
}
static inline void put_spare(Sort *sort, size_t to, size_t from) {
    sort->keys[to] = sort->spare_keys[from];
    if (sort->values) sort->values[to] = sort->spare_values[from];
}

// Merges the runs [left, right) and [right, stop), the left one being the shorter, upwards. On an
// error the rest is put back, so that the list still holds what it held.
static bool merge_low(Sort *sort, size_t left, size_t right, size_t stop) {
    size_t count = right - left; // still in spare: [taken, count)
    size_t taken = 0, to = left;
    to_spare(sort, left, count);
    bool done = false;
    size_t gallop = sort->gallop;
    while (taken < count && right < stop) {
        size_t left_wins = 0, right_wins = 0;
        while (taken < count && right < stop && left_wins < gallop && right_wins < gallop) {
            int less = sort->less(sort, sort->keys[right], sort->spare_keys[taken]);
            if (less < 0) goto out;
            if (less) {
                put(sort, to++, right++);
                right_wins++, left_wins = 0;
            } else {
                put_spare(sort, to++, taken++);
                left_wins++, right_wins = 0;
            }
        }
        if (taken == count || right == stop) break;
        do {
            int64_t wins =
                gallop_right(sort, sort->keys[right], sort->spare_keys + taken, count - taken, 0);
            if (wins < 0) goto out;
            from_spare(sort, to, taken, wins);
            to += wins, taken += wins, left_wins = wins;
            if (taken == count) break;
            wins = gallop_left(sort, sort->spare_keys[taken], sort->keys + right, stop - right, 0);
            if (wins < 0) goto out;
            move(sort, to, right, wins);
            to += wins, right += wins, right_wins = wins;
            if (gallop > 1) gallop--;
        } while (right < stop && (left_wins >= GALLOP_MIN || right_wins >= GALLOP_MIN));
        gallop += 2;
    }
    done = true;
out:
    sort->gallop = gallop;
    from_spare(sort, to, taken, count - taken);
    return done;
}

// The same downwards, the right run being the shorter.
static bool merge_high(Sort *sort, size_t left, size_t right, size_t stop) {
    size_t rest = stop - right; // still in spare: [0, rest)
    size_t end = right;         // still in place: [left, end)
    size_t to = stop;           // the next place is to - 1
    to_spare(sort, right, rest);
    bool done = false;
    size_t gallop = sort->gallop;
    while (rest && end > left) {
        size_t left_wins = 0, right_wins = 0;
        while (rest && end > left && left_wins < gallop && right_wins < gallop) {
            int less = sort->less(sort, sort->spare_keys[rest - 1], sort->keys[end - 1]);
            if (less < 0) goto out;
            if (less) {
                put(sort, --to, --end);
                left_wins++, right_wins = 0;
            } else {
                put_spare(sort, --to, --rest);
                right_wins++, left_wins = 0;
            }
        }
        if (!rest || end == left) break;
        do {
            int64_t kept = gallop_right(sort, sort->spare_keys[rest - 1], sort->keys + left,
                                        end - left, end - left - 1);
            if (kept < 0) goto out;
            left_wins = end - left - kept;
            to -= left_wins, end -= left_wins;
            move(sort, to, end, left_wins);
            if (end == left) break;
            kept = gallop_left(sort, sort->keys[end - 1], sort->spare_keys, rest, rest - 1);
            if (kept < 0) goto out;
            right_wins = rest - kept;
            to -= right_wins, rest -= right_wins;
            from_spare(sort, to, rest, right_wins);
            if (gallop > 1) gallop--;
        } while (rest && (left_wins >= GALLOP_MIN || right_wins >= GALLOP_MIN));
        gallop += 2;
    }
    done = true;
out:
    sort->gallop = gallop;
    from_spare(sort, to - rest, 0, rest);
    return done;
}

// Merges run i of the stack with the one after it.
static bool merge_at(Sort *sort, size_t i) {
    size_t left = sort->runs[i].start, right = sort->runs[i + 1].start;
    size_t stop = right + sort->runs[i + 1].count;
    sort->runs[i].count += sort->runs[i + 1].count;
    if (i + 3 == sort->depth) sort->runs[i + 1] = sort->runs[i + 2];
    sort->depth--;
    // What is in its place already at both ends takes no part.
    int64_t skip = gallop_right(sort, sort->keys[right], sort->keys + left, right - left, 0);
    if (skip < 0) return false;
    left += skip;
    if (left == right) return true;
    int64_t kept = gallop_left(sort, sort->keys[right - 1], sort->keys + right, stop - right,
                               stop - right - 1);
    if (kept < 0) return false;
    stop = right + kept;
    if (stop == right) return true;
    return right - left <= stop - right ? merge_low(sort, left, right, stop)
                                        : merge_high(sort, left, right, stop);
}

// Keeps each run longer than the next two together, so that merges are balanced.
static bool merge_unbalanced(Sort *sort) {
    while (sort->depth > 1) {
        size_t n = sort->depth - 2;
#define RUN(i) sort->runs[i].count
        if ((n > 0 && RUN(n - 1) <= RUN(n) + RUN(n + 1)) ||
            (n > 1 && RUN(n - 2) <= RUN(n - 1) + RUN(n))) {
            if (RUN(n - 1) < RUN(n + 1)) n--;
        } else if (RUN(n) > RUN(n + 1)) {
            return true;
        }
#undef RUN
        if (!merge_at(sort, n)) return false;
    }
    return true;
}

static size_t least_run(size_t count) {
    size_t odd = 0;
    while (count >= 64) {
        odd |= count & 1;
        count >>= 1;
    }
    return count + odd;
}

static bool sort_runs(Sort *sort, size_t count) {
    size_t least = least_run(count);
    if (count >= 64) {
        sort->spare_keys = gc_alloc_values(sort->vm, count / 2 + 1);
        if (!sort->spare_keys) return false;
        if (sort->values) {
            sort->spare_values = gc_alloc_values(sort->vm, count / 2 + 1);
            if (!sort->spare_values) return false;
        }
    }
    for (size_t start = 0; start < count;) {
        size_t run = count_run(sort, start, count);
        if (!run) return false;
        if (run < least) {
            size_t whole = least < count - start ? least : count - start;
            if (!insert_binary(sort, start, start + whole, start + run)) return false;
            run = whole;
        }
        sort->runs[sort->depth].start = start;
        sort->runs[sort->depth++].count = run;
        if (!merge_unbalanced(sort)) return false;
        start += run;
    }
    while (sort->depth > 1) {
        size_t n = sort->depth - 2;
        if (n > 0 && sort->runs[n - 1].count < sort->runs[n + 1].count) n--;
        if (!merge_at(sort, n)) return false;
    }
    return true;
}

static bool make_keys(Vm *vm, Value function, const Value *values, Value *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        keys[i] = object_call_1(vm, function, values[i]);
        if (is_error(keys[i])) return false;
    }
    return true;
}

// While it is sorted the list is empty, for key functions and comparisons that look at it. The
// values stay in a list of our own, which the collector finds from the stack.
bool list_sort(Vm *vm, List *list, Value key, bool reverse) {
    size_t count = list->count, capacity = list->capacity;
    Value *own = list->items;
    bool in_line = own == list->in_line;
    List *hidden = list_of(list_make(vm, in_line ? own : NULL, in_line ? count : 0)), *keys = NULL;
    if (!hidden) return false;
    if (!in_line) {
        hidden->items = own;
        hidden->count = count;
        hidden->capacity = capacity;
    }
    Value *items = hidden->items;
    list->items = NULL;
    list->count = list->capacity = 0;

    bool done = true;
    Sort sort = {.vm = vm, .keys = items, .gallop = GALLOP_MIN};
    if (!is_none(key) && count) {
        keys = list_of(list_make(vm, NULL, count));
        done = keys && make_keys(vm, key, items, keys->items, count);
        sort.keys = keys ? keys->items : NULL;
        sort.values = items;
    }
    if (done && count > 1) {
        // A reversed sort is stable too: turned round before and after.
        if (reverse) {
            reverse_run(items, 0, count);
            if (keys) reverse_run(keys->items, 0, count);
        }
        sort.less = choose_less(sort.keys, count);
        done = sort_runs(&sort, count);
        if (reverse) reverse_run(items, 0, count);
    }
    if (done && (list->count || list->items)) {
        error_value(vm, "list modified during sort");
        done = false;
    }
    if (in_line) memcpy(own, hidden->items, count * sizeof(Value));
    list->items = own;
    list->count = count;
    list->capacity = capacity;
    return done;
}
