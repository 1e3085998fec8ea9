// Backtracking with an explicit stack, so that no text can exhaust the C stack. The stack holds two
// kinds of entries: what else could be tried (TRY_), and how to undo what was done since (UNDO_).
// To fail is to take entries off until one of the first kind is met. Only patterns inside others
// (assertions, atomic groups) call `run` again; they leave their undo entries and nothing to try.
#include "vm/modules/sre_match.h"

#include <stdlib.h>

#include "frontend/text/unicode.h"

#define NO_REPEAT UINT32_MAX

typedef enum {
    TRY_BRANCH,  // place: the next alternative's skip; at
    TRY_ONE_MAX, // place: skip of a REPEAT_ONE; at: where it began; count: items to try with next
    TRY_ONE_MIN, // place: skip of a MIN_REPEAT_ONE; at; count: items so far
    TRY_UNTIL_TAIL, // place: a greedy repeat that may end at `at`; count, last: as they were before
    TRY_UNTIL_BODY, // place: a lazy repeat that may go round once more from `at`; count: rounds
                    // done
    UNDO_MARK,      // place: the mark; at: its value; count: the last index
    UNDO_REPEAT,    // place: the repeat; its count and last
    UNDO_CURRENT,   // place: the repeat that was current
    UNDO_CREATE,    // place: the repeat that was current; the youngest repeat is forgotten
} EntryKind;

typedef struct {
    uint32_t kind, place;
    size_t at, count, last;
} Entry;

// A REPEAT that is under way: it lives until it is backtracked over.
typedef struct {
    uint32_t place; // of its skip word; minimum and maximum follow, then the body
    uint32_t outer; // the one around it
    size_t count;   // rounds done
    size_t last;    // where the latest round that was not obliged to began
} Repeat;

typedef struct {
    SreMatch *match;
    const uint32_t *code;
    size_t length;
    size_t *marks;
    Entry *entries;
    size_t entry_count, entry_room;
    Repeat *repeats;
    uint32_t repeat_count, repeat_room, current;
    size_t last_index;
    uint32_t steps;
    SreAnswer broken; // SRE_NO_MATCH while nothing is
} State;

// --- characters ---------------------------------------------------------------------------------

uint32_t sre_lower_ascii(uint32_t point) {
    return point - 'A' < 26 ? point + 32 : point;
}

uint32_t sre_lower(uint32_t point) {
    uint32_t out[3];
    if (point < 128) return sre_lower_ascii(point);
    unicode_to_lower(point, out);
    return out[0];
}

uint32_t sre_upper(uint32_t point) {
    uint32_t out[3];
    if (point < 128) return point - 'a' < 26 ? point - 32 : point;
    unicode_to_upper(point, out);
    return out[0];
}

static bool is_ascii_word(uint32_t point) {
    return point - '0' < 10 || (point | 32) - 'a' < 26 || point == '_';
}

static bool is_word(uint32_t point) {
    return point < 128 ? is_ascii_word(point) : unicode_is_alnum(point);
}

static bool in_category(uint32_t category, uint32_t point) {
    bool is = false;
    switch (category & ~1u) {
    case SRE_CATEGORY_DIGIT: is = point - '0' < 10; break;
    case SRE_CATEGORY_SPACE: is = point == ' ' || point - '\t' < 5; break;
    case SRE_CATEGORY_WORD:
    case SRE_CATEGORY_LOC_WORD: is = is_ascii_word(point); break;
    case SRE_CATEGORY_LINEBREAK: is = point == '\n'; break;
    case SRE_CATEGORY_UNI_DIGIT: is = unicode_is_decimal(point); break;
    case SRE_CATEGORY_UNI_SPACE: is = unicode_is_space(point); break;
    case SRE_CATEGORY_UNI_WORD: is = is_word(point); break;
    case SRE_CATEGORY_UNI_LINEBREAK: is = unicode_is_line_break(point); break;
    }
    return is != (category & 1);
}

// The set ends with FAILURE.
static bool in_set(const uint32_t *set, uint32_t point) {
    bool found = true;
    for (;;) {
        switch (*set++) {
        case SRE_FAILURE: return !found;
        case SRE_NEGATE: found = !found; break;
        case SRE_LITERAL:
            if (point == *set++) return found;
            break;
        case SRE_CATEGORY:
            if (in_category(*set++, point)) return found;
            break;
        case SRE_RANGE:
            if (set[0] <= point && point <= set[1]) return found;
            set += 2;
            break;
        case SRE_RANGE_UNI_IGNORE: {
            uint32_t upper = sre_upper(point);
            if ((set[0] <= point && point <= set[1]) || (set[0] <= upper && upper <= set[1]))
                return found;
            set += 2;
            break;
        }
        case SRE_CHARSET:
            if (point < 256 && set[point >> 5] >> (point & 31) & 1) return found;
            set += 8;
            break;
        case SRE_BIGCHARSET: {
            uint32_t chunks = *set++;
            const uint32_t *bits = set + 64;
            if (point < 65536) {
                bits += 8 * ((const uint8_t *)set)[point >> 8];
                if (bits[(point & 255) >> 5] >> (point & 31) & 1) return found;
            }
            set += 64 + 8 * (size_t)chunks;
            break;
        }
        }
    }
}

static uint32_t lower_for(uint32_t operation, uint32_t point) {
    switch (operation) {
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
    case SRE_IN_IGNORE:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE: return sre_lower_ascii(point);
    case SRE_GROUPREF_UNI_IGNORE:
    case SRE_IN_UNI_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE: return sre_lower(point);
    default: return point;
    }
}

// An operation that takes one character.
static bool takes(const uint32_t *operation, uint32_t point) {
    switch (*operation) {
    case SRE_ANY: return point != '\n';
    case SRE_ANY_ALL: return true;
    case SRE_CATEGORY: return in_category(operation[1], point);
    case SRE_LITERAL:
    case SRE_LITERAL_IGNORE:
    case SRE_LITERAL_UNI_IGNORE: return lower_for(*operation, point) == operation[1];
    case SRE_NOT_LITERAL:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE: return lower_for(*operation, point) != operation[1];
    // The words of the pattern keep their case here; the locale is C's.
    case SRE_LITERAL_LOC_IGNORE: return sre_lower_ascii(point) == sre_lower_ascii(operation[1]);
    case SRE_NOT_LITERAL_LOC_IGNORE: return sre_lower_ascii(point) != sre_lower_ascii(operation[1]);
    case SRE_IN_LOC_IGNORE:
        return in_set(operation + 2, sre_lower_ascii(point)) ||
               in_set(operation + 2, point < 128 ? sre_upper(point) : point);
    default: return in_set(operation + 2, lower_for(*operation, point)); // IN and its kin
    }
}

// How many words such an operation has.
static size_t size_of(const uint32_t *operation) {
    switch (*operation) {
    case SRE_ANY:
    case SRE_ANY_ALL: return 1;
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE: return 1 + (size_t)operation[1];
    default: return 2;
    }
}

#define INLINE static inline __attribute__((always_inline))

INLINE uint32_t text_at(const State *state, unsigned kind, size_t at) {
    const void *text = state->match->text;
    return kind == 1   ? ((const uint8_t *)text)[at]
           : kind == 2 ? ((const uint16_t *)text)[at]
                       : ((const uint32_t *)text)[at];
}

// How many characters from `at` on, `most` at the most, an operation takes.
INLINE size_t take_many(const State *state, unsigned kind, const uint32_t *operation, size_t at,
                        size_t most) {
    size_t left = state->length - at, end = at + (most < left ? most : left), from = at;
    switch (*operation) {
    case SRE_ANY_ALL: return end - from;
    case SRE_ANY:
        while (at < end && text_at(state, kind, at) != '\n') at++;
        break;
    case SRE_LITERAL:
        while (at < end && text_at(state, kind, at) == operation[1]) at++;
        break;
    case SRE_NOT_LITERAL:
        while (at < end && text_at(state, kind, at) != operation[1]) at++;
        break;
    case SRE_IN:
        while (at < end && in_set(operation + 2, text_at(state, kind, at))) at++;
        break;
    default:
        while (at < end && takes(operation, text_at(state, kind, at))) at++;
        break;
    }
    return at - from;
}

INLINE bool is_at(const State *state, unsigned kind, uint32_t where, size_t at) {
    size_t length = state->length;
    switch (where) {
    case SRE_AT_BEGINNING:
    case SRE_AT_BEGINNING_STRING: return at == 0;
    case SRE_AT_BEGINNING_LINE: return at == 0 || text_at(state, kind, at - 1) == '\n';
    case SRE_AT_END: return at == length || (at + 1 == length && text_at(state, kind, at) == '\n');
    case SRE_AT_END_LINE: return at == length || text_at(state, kind, at) == '\n';
    case SRE_AT_END_STRING: return at == length;
    }
    if (length == 0) return false; // neither on nor off the edge of a word
    bool (*word)(uint32_t) =
        where == SRE_AT_UNI_BOUNDARY || where == SRE_AT_UNI_NON_BOUNDARY ? is_word : is_ascii_word;
    bool before = at > 0 && word(text_at(state, kind, at - 1));
    bool behind = at < length && word(text_at(state, kind, at));
    bool negated = where == SRE_AT_NON_BOUNDARY || where == SRE_AT_LOC_NON_BOUNDARY ||
                   where == SRE_AT_UNI_NON_BOUNDARY;
    return (before != behind) != negated;
}

// --- the stack ----------------------------------------------------------------------------------

// Both rooms grow by half; false, and broken is set, when memory is out.
static bool push(State *state, EntryKind kind, uint32_t place, size_t at, size_t count,
                 size_t last) {
    if (state->entry_count == state->entry_room) {
        size_t room = state->entry_room ? state->entry_room + state->entry_room / 2 : 64;
        Entry *entries = realloc(state->entries, room * sizeof *entries);
        if (!entries) return state->broken = SRE_NO_MEMORY, false;
        state->entries = entries;
        state->entry_room = room;
    }
    state->entries[state->entry_count++] = (Entry){kind, place, at, count, last};
    return true;
}

static bool repeat_create(State *state, uint32_t place) {
    if (state->repeat_count == state->repeat_room) {
        uint32_t room = state->repeat_room ? state->repeat_room + state->repeat_room / 2 : 8;
        Repeat *repeats = realloc(state->repeats, room * sizeof *repeats);
        if (!repeats || room < state->repeat_room) return state->broken = SRE_NO_MEMORY, false;
        state->repeats = repeats;
        state->repeat_room = room;
    }
    if (!push(state, UNDO_CREATE, state->current, 0, 0, 0)) return false;
    state->repeats[state->repeat_count] = (Repeat){place, state->current, 0, SRE_UNSET};
    state->current = state->repeat_count++;
    return true;
}

static bool mark_set(State *state, uint32_t mark, size_t at) {
    if (!push(state, UNDO_MARK, mark, state->marks[mark], state->last_index, 0)) return false;
    state->marks[mark] = at;
    if (mark & 1) state->last_index = mark / 2 + 1;
    return true;
}

// A part has been found and is not to be gone back into: of its entries only marks need undoing.
static void commit(State *state, size_t base, uint32_t current, uint32_t repeat_count) {
    size_t kept = base;
    for (size_t i = base; i < state->entry_count; i++)
        if (state->entries[i].kind == UNDO_MARK) state->entries[kept++] = state->entries[i];
    state->entry_count = kept;
    state->current = current;
    state->repeat_count = repeat_count;
}

// Undoes all down to an entry, whatever else could be tried.
static void undo(State *state, size_t base, uint32_t current, uint32_t repeat_count) {
    while (state->entry_count > base) {
        const Entry *entry = &state->entries[--state->entry_count];
        if (entry->kind != UNDO_MARK) continue;
        state->marks[entry->place] = entry->at;
        state->last_index = entry->count;
    }
    state->current = current;
    state->repeat_count = repeat_count;
}

static bool may_go_on(State *state) {
    SreMatch *match = state->match;
    if (++state->steps & 0xffff || !match->go_on || match->go_on(match->context)) return true;
    state->broken = SRE_STOPPED;
    return false;
}

// --- matching -----------------------------------------------------------------------------------

static bool run(State *state, size_t pc, size_t at, bool is_whole, size_t *end);

// A pattern inside another, from `at` on; when it is found, nothing of it is left to try.
static bool run_part(State *state, size_t pc, size_t at, size_t *end) {
    size_t base = state->entry_count;
    uint32_t current = state->current, repeat_count = state->repeat_count;
    if (!run(state, pc, at, false, end)) return false;
    commit(state, base, current, repeat_count);
    return true;
}

static bool run_possessive(State *state, size_t skip, size_t *at) {
    size_t least = state->code[skip + 1], most = state->code[skip + 2], end;
    for (size_t count = 0; count < least || most == SRE_MAXREPEAT || count < most; count++) {
        if (!run_part(state, skip + 3, *at, &end)) return count >= least && !state->broken;
        bool moved = end != *at;
        *at = end;
        if (count >= least && !moved) break;
    }
    return true;
}

INLINE bool group_matches(const State *state, unsigned kind, uint32_t operation, uint32_t group,
                          size_t *at) {
    size_t from = state->marks[2 * group], to = state->marks[2 * group + 1];
    if (from == SRE_UNSET || to == SRE_UNSET || to < from || to - from > state->length - *at)
        return false;
    for (; from < to; from++, ++*at)
        if (lower_for(operation, text_at(state, kind, from)) !=
            lower_for(operation, text_at(state, kind, *at)))
            return false;
    return true;
}

// From pc and `at` on up to SUCCESS; *end is where. False: there is no way, and all is as before.
// `is_whole`: the pattern itself, not one inside it.
INLINE bool run_kind(State *state, unsigned kind, size_t pc, size_t at, bool is_whole,
                     size_t *end) {
    const uint32_t *const code = state->code;
    const size_t length = state->length, base = state->entry_count;
    size_t skip, count, least, most;
    if ((char *)__builtin_frame_address(0) < state->match->c_limit) {
        state->broken = SRE_TOO_DEEP;
        return false;
    }
    for (;;) {
        switch (code[pc]) {
        case SRE_FAILURE: goto fail;
        case SRE_SUCCESS:
            if (is_whole && ((state->match->whole && at != length) ||
                             (state->match->must_advance && at == state->match->start)))
                goto fail;
            *end = at;
            return true;
        case SRE_LITERAL:
            if (at == length || text_at(state, kind, at) != code[pc + 1]) goto fail;
            at++;
            pc += 2;
            continue;
        default: // one character
            if (at == length || !takes(code + pc, text_at(state, kind, at))) goto fail;
            at++;
            pc += size_of(code + pc);
            continue;
        case SRE_AT:
            if (!is_at(state, kind, code[pc + 1], at)) goto fail;
            pc += 2;
            continue;
        case SRE_MARK:
            if (!mark_set(state, code[pc + 1], at)) goto broken;
            pc += 2;
            continue;
        case SRE_INFO:
        case SRE_JUMP: pc += 1 + (size_t)code[pc + 1]; continue;
        case SRE_GROUPREF:
        case SRE_GROUPREF_IGNORE:
        case SRE_GROUPREF_LOC_IGNORE:
        case SRE_GROUPREF_UNI_IGNORE:
            if (!group_matches(state, kind, code[pc], code[pc + 1], &at)) goto fail;
            pc += 2;
            continue;
        case SRE_GROUPREF_EXISTS: {
            const size_t *marks = state->marks + 2 * (size_t)code[pc + 1];
            bool has = marks[0] != SRE_UNSET && marks[1] != SRE_UNSET && marks[0] <= marks[1];
            pc += has ? 3 : 1 + (size_t)code[pc + 2];
            continue;
        }
        case SRE_ASSERT:
        case SRE_ASSERT_NOT: {
            size_t behind = code[pc + 2], unused, entries = state->entry_count;
            uint32_t current = state->current, repeats = state->repeat_count;
            bool found = at >= behind && run_part(state, pc + 3, at - behind, &unused);
            if (state->broken) goto broken;
            if (found && code[pc] == SRE_ASSERT_NOT) undo(state, entries, current, repeats);
            if (found != (code[pc] == SRE_ASSERT)) goto fail;
            pc += 1 + (size_t)code[pc + 1];
            continue;
        }
        case SRE_ATOMIC_GROUP:
            if (!run_part(state, pc + 2, at, &at)) goto fail_or_broken;
            pc += 1 + (size_t)code[pc + 1];
            continue;
        case SRE_POSSESSIVE_REPEAT:
            if (!run_possessive(state, pc + 1, &at)) goto fail_or_broken;
            pc += 2 + (size_t)code[pc + 1];
            continue;
        case SRE_BRANCH: pc++; goto branch;
        case SRE_REPEAT_ONE:
            skip = pc + 1;
            count = take_many(state, kind, code + skip + 3, at, code[skip + 2]);
            if (count < code[skip + 1]) goto fail;
            goto one_max;
        case SRE_POSSESSIVE_REPEAT_ONE:
            count = take_many(state, kind, code + pc + 4, at, code[pc + 3]);
            if (count < code[pc + 2]) goto fail;
            at += count;
            pc += 1 + (size_t)code[pc + 1];
            continue;
        case SRE_MIN_REPEAT_ONE:
            skip = pc + 1;
            least = code[skip + 1];
            count = take_many(state, kind, code + skip + 3, at, least);
            if (count < least) goto fail;
            at += count;
            goto one_min;
        case SRE_REPEAT:
            if (!repeat_create(state, (uint32_t)pc + 1)) goto broken;
            count = 0;
            goto until;
        case SRE_MAX_UNTIL:
        case SRE_MIN_UNTIL:
            if (!may_go_on(state)) goto broken;
            count = state->repeats[state->current].count + 1;
            goto until;
        }

    branch: // pc is at the skip of an alternative; 0 ends them
        for (;;) {
            size_t next = pc + code[pc];
            if (next == pc) goto fail;
            if (code[pc + 1] == SRE_LITERAL &&
                (at == length || text_at(state, kind, at) != code[pc + 2])) {
                pc = next;
                continue;
            }
            if (code[next] && !push(state, TRY_BRANCH, (uint32_t)next, at, 0, 0)) goto broken;
            pc++;
            break;
        }
        continue;

    one_max: // `count` items from `at` on; with less, if what follows does not match
        pc = skip + code[skip];
        least = code[skip + 1];
        if (code[pc] == SRE_LITERAL)
            while (at + count == length || text_at(state, kind, at + count) != code[pc + 1])
                if (count-- == least) goto fail;
        if (count > least && !push(state, TRY_ONE_MAX, (uint32_t)skip, at, count - 1, 0))
            goto broken;
        at += count;
        continue;

    one_min: // after `count` items; with more, if what follows does not match
        pc = skip + code[skip];
        most = code[skip + 2];
        if (code[pc] == SRE_LITERAL)
            while (at == length || text_at(state, kind, at) != code[pc + 1]) {
                if (count == most || !take_many(state, kind, code + skip + 3, at, 1)) goto fail;
                at++;
                count++;
            }
        if (count != most && !push(state, TRY_ONE_MIN, (uint32_t)skip, at, count, 0)) goto broken;
        continue;

    until : { // the current repeat, after `count` rounds
        uint32_t current = state->current;
        Repeat *repeat = &state->repeats[current];
        skip = repeat->place;
        pc = skip + code[skip];
        most = code[skip + 2];
        if (count < code[skip + 1]) {
            if (!push(state, UNDO_REPEAT, current, 0, repeat->count, repeat->last)) goto broken;
            repeat->count = count;
            pc = skip + 3;
            continue;
        }
        if (code[pc] == SRE_MIN_UNTIL) {
            if (!push(state, TRY_UNTIL_BODY, current, at, count, 0)) goto broken;
            state->current = repeat->outer;
            pc++;
            continue;
        }
        if ((most == SRE_MAXREPEAT || count < most) && at != repeat->last) {
            if (!push(state, TRY_UNTIL_TAIL, current, at, repeat->count, repeat->last)) goto broken;
            repeat->count = count;
            repeat->last = at;
            pc = skip + 3;
            continue;
        }
    }
    tail: // what follows the current repeat
        if (!push(state, UNDO_CURRENT, state->current, 0, 0, 0)) goto broken;
        pc = state->repeats[state->current].place;
        pc += (size_t)code[pc] + 1;
        state->current = state->repeats[state->current].outer;
        continue;

    fail_or_broken:
        if (state->broken) goto broken;
    fail:
        if (!may_go_on(state)) goto broken;
        for (;;) {
            if (state->entry_count == base) return false;
            Entry entry = state->entries[--state->entry_count];
            Repeat *repeat; // that the entry is about
            at = entry.at;
            count = entry.count;
            switch ((EntryKind)entry.kind) {
            case UNDO_MARK:
                state->marks[entry.place] = entry.at;
                state->last_index = entry.count;
                continue;
            case UNDO_REPEAT:
                repeat = &state->repeats[entry.place];
                repeat->count = entry.count;
                repeat->last = entry.last;
                continue;
            case UNDO_CURRENT: state->current = entry.place; continue;
            case UNDO_CREATE:
                state->current = entry.place;
                state->repeat_count--;
                continue;
            case TRY_BRANCH: pc = entry.place; goto branch;
            case TRY_ONE_MAX: skip = entry.place; goto one_max;
            case TRY_ONE_MIN:
                skip = entry.place;
                if (!take_many(state, kind, code + skip + 3, at, 1)) continue;
                at++;
                count++;
                goto one_min;
            case TRY_UNTIL_TAIL:
                repeat = &state->repeats[entry.place];
                repeat->count = entry.count;
                repeat->last = entry.last;
                goto tail;
            case TRY_UNTIL_BODY:
                state->current = entry.place;
                repeat = &state->repeats[entry.place];
                skip = repeat->place;
                most = code[skip + 2];
                if ((most != SRE_MAXREPEAT && count >= most) || at == repeat->last) continue;
                if (!push(state, UNDO_REPEAT, entry.place, 0, repeat->count, repeat->last))
                    goto broken;
                repeat->count = count;
                repeat->last = at;
                pc = skip + 3;
                break;
            }
            break;
        }
    }
broken:
    return false;
}

static bool run_1(State *state, size_t pc, size_t at, bool is_whole, size_t *end) {
    return run_kind(state, 1, pc, at, is_whole, end);
}
static bool run_2(State *state, size_t pc, size_t at, bool is_whole, size_t *end) {
    return run_kind(state, 2, pc, at, is_whole, end);
}
static bool run_4(State *state, size_t pc, size_t at, bool is_whole, size_t *end) {
    return run_kind(state, 4, pc, at, is_whole, end);
}

static bool run(State *state, size_t pc, size_t at, bool is_whole, size_t *end) {
    switch (state->match->kind) {
    case 1: return run_1(state, pc, at, is_whole, end);
    case 2: return run_2(state, pc, at, is_whole, end);
    default: return run_4(state, pc, at, is_whole, end);
    }
}

// --- from outside -------------------------------------------------------------------------------

static bool state_init(State *state, SreMatch *match) {
    *state = (State){.match = match,
                     .code = match->code,
                     .length = match->length,
                     .current = NO_REPEAT,
                     .broken = SRE_NO_MATCH};
    size_t count = 2 * match->groups;
    state->marks = malloc((count + 1) * sizeof *state->marks);
    if (!state->marks) return false;
    for (size_t i = 0; i < count; i++) state->marks[i] = SRE_UNSET;
    return true;
}

static SreAnswer state_end(State *state, bool found, size_t from, size_t end) {
    SreMatch *match = state->match;
    if (found) {
        match->spans[0] = (SreSpan){from, end};
        for (size_t i = 0; i < match->groups; i++) {
            size_t begin = state->marks[2 * i], stop = state->marks[2 * i + 1];
            bool took_part = begin != SRE_UNSET && stop != SRE_UNSET && begin <= stop;
            match->spans[i + 1] =
                took_part ? (SreSpan){begin, stop} : (SreSpan){SRE_UNSET, SRE_UNSET};
        }
        match->last_index = state->last_index;
    }
    free(state->marks);
    free(state->entries);
    free(state->repeats);
    return found ? SRE_FOUND : state->broken;
}

SreAnswer sre_match(SreMatch *match) {
    State state;
    size_t end = 0;
    if (!state_init(&state, match)) return SRE_NO_MEMORY;
    bool found = run(&state, 0, match->start, true, &end);
    return state_end(&state, found, match->start, end);
}

// What a match must begin with, as INFO knows it: a character, or one of a set.
typedef struct {
    bool has_first;
    uint32_t first;
    const uint32_t *set;
} Opening;

static size_t next_start(const State *state, const Opening *opening, size_t at, size_t last) {
    unsigned kind = state->match->kind;
    if (opening->has_first)
        while (at <= last && at < state->length && text_at(state, kind, at) != opening->first) at++;
    else if (opening->set)
        while (at <= last && at < state->length && !in_set(opening->set, text_at(state, kind, at)))
            at++;
    else
        return at;
    return at < state->length ? at : last + 1;
}

SreAnswer sre_search(SreMatch *match) {
    State state;
    Opening opening = {0};
    const uint32_t *code = match->code;
    size_t least = 0, end = 0, at = match->start;
    if (code[0] == SRE_INFO) {
        least = code[3];
        if (code[2] & SRE_INFO_PREFIX)
            opening.has_first = true, opening.first = code[7];
        else if (code[2] & SRE_INFO_CHARSET)
            opening.set = code + 5;
    }
    if (match->length < at || match->length - at < least) return SRE_NO_MATCH;
    if (!state_init(&state, match)) return SRE_NO_MEMORY;
    bool found = false;
    for (size_t last = match->length - least; !found && !state.broken; at++) {
        at = next_start(&state, &opening, at, last);
        if (at > last) break;
        found = run(&state, 0, at, true, &end);
        if (found) break;
    }
    return state_end(&state, found, at, end);
}
