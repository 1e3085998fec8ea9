// Whether a list of code words is a pattern: everything sre_match.c takes for granted.
#include "vm/modules/sre_match.h"

typedef struct {
    const uint32_t *code;
    size_t groups;
} Checker;

enum { DEEPEST = 4000 }; // parts inside parts

// Where the skip at `place` leads, if that lies in (place, end]; else 0.
static size_t target(const Checker *checker, size_t place, size_t end) {
    if (place >= end) return 0;
    size_t skip = checker->code[place];
    return skip > 0 && skip <= end - place ? place + skip : 0;
}

// A set that begins at `place` and ends before `end` with FAILURE.
static bool is_set(const Checker *checker, size_t place, size_t end) {
    const uint32_t *code = checker->code;
    while (place < end) {
        size_t size = 1;
        switch (code[place]) {
        case SRE_FAILURE: return true;
        case SRE_NEGATE: break;
        case SRE_LITERAL: size = 2; break;
        case SRE_CATEGORY:
            size = 2;
            if (end - place < 2 || code[place + 1] >= SRE_CATEGORY_COUNT) return false;
            break;
        case SRE_RANGE:
        case SRE_RANGE_UNI_IGNORE: size = 3; break;
        case SRE_CHARSET: size = 9; break;
        case SRE_BIGCHARSET: {
            if (end - place < 66) return false;
            size_t chunks = code[place + 1];
            const uint8_t *chunk = (const uint8_t *)(code + place + 2);
            for (int i = 0; i < 256; i++)
                if (chunk[i] >= chunks) return false;
            size = 66 + 8 * chunks;
            break;
        }
        default: return false;
        }
        if (size >= end - place) return false;
        place += size;
    }
    return false;
}

// The size of an operation that takes one character, or 0.
static size_t one_size(const Checker *checker, size_t place, size_t end) {
    const uint32_t *code = checker->code;
    if (place >= end) return 0;
    switch (code[place]) {
    case SRE_ANY:
    case SRE_ANY_ALL: return 1;
    case SRE_CATEGORY: return end - place > 1 && code[place + 1] < SRE_CATEGORY_COUNT ? 2 : 0;
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE: return end - place > 1 ? 2 : 0;
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE: {
        size_t next = target(checker, place + 1, end);
        return next && is_set(checker, place + 2, next) ? next - place : 0;
    }
    default: return 0;
    }
}

static bool is_info(const Checker *checker, size_t place, size_t next) {
    const uint32_t *code = checker->code;
    if (next - place < 5) return false;
    if (code[place + 2] & SRE_INFO_PREFIX) {
        if (next - place < 8) return false;
        size_t length = code[place + 5], skip = code[place + 6];
        return length > 0 && skip <= length && length <= (next - place - 7) / 2;
    }
    return !(code[place + 2] & SRE_INFO_CHARSET) || is_set(checker, place + 5, next);
}

static bool is_part(const Checker *checker, size_t place, size_t end, size_t *jump, unsigned depth);

// The alternatives after a BRANCH: each ends with a JUMP to where all go on. Answers that place, or
// 0.
static size_t branch_end(const Checker *checker, size_t place, size_t end, unsigned depth) {
    size_t after = 0;
    while (place < end && checker->code[place]) {
        size_t next = target(checker, place, end), jump = 0;
        if (!next || next == end || !is_part(checker, place + 1, next, &jump, depth) || !jump)
            return 0;
        if (after && jump != after) return 0;
        after = jump;
        place = next;
    }
    return place < end && after == place + 1 && after <= end ? after : 0;
}

// The size of a repeat of one character, a repeat, an atomic group or an assertion; 0 if it is
// none.
static size_t nested_size(const Checker *checker, size_t place, size_t end, unsigned depth) {
    const uint32_t *code = checker->code;
    size_t next = target(checker, place + 1, end), body, size;
    if (!next) return 0;
    switch (code[place]) {
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE:
        if (next - place < 6 || code[place + 2] > code[place + 3]) return 0;
        size = one_size(checker, place + 4, next - 1);
        return size && place + 4 + size == next - 1 && code[next - 1] == SRE_SUCCESS ? next - place
                                                                                     : 0;
    case SRE_REPEAT:
    case SRE_POSSESSIVE_REPEAT:
        if (next - place < 4 || code[place + 2] > code[place + 3]) return 0;
        if (!is_part(checker, place + 4, next, NULL, depth)) return 0;
        if (code[place] == SRE_REPEAT ? code[next] != SRE_MAX_UNTIL && code[next] != SRE_MIN_UNTIL
                                      : code[next] != SRE_SUCCESS)
            return 0;
        return next + 1 - place;
    default: // ATOMIC_GROUP, ASSERT, ASSERT_NOT
        body = place + (code[place] == SRE_ATOMIC_GROUP ? 2 : 3);
        if (next <= body || code[next - 1] != SRE_SUCCESS) return 0;
        return is_part(checker, body, next - 1, NULL, depth) ? next - place : 0;
    }
}

// Whether [place, end) is a sequence of operations. Where `jump` is given it may end with a JUMP,
// which leads to *jump.
static bool is_part(const Checker *checker, size_t place, size_t end, size_t *jump,
                    unsigned depth) {
    const uint32_t *code = checker->code;
    if (depth > DEEPEST) return false;
    while (place < end) {
        size_t size = 0, left = end - place, next;
        switch (code[place]) {
        case SRE_FAILURE:
        case SRE_SUCCESS: size = 1; break;
        case SRE_AT: size = left > 1 && code[place + 1] < SRE_AT_COUNT ? 2 : 0; break;
        case SRE_MARK: size = left > 1 && code[place + 1] < 2 * checker->groups ? 2 : 0; break;
        case SRE_GROUPREF:
        case SRE_GROUPREF_IGNORE:
        case SRE_GROUPREF_LOC_IGNORE:
        case SRE_GROUPREF_UNI_IGNORE:
            size = left > 1 && code[place + 1] < checker->groups ? 2 : 0;
            break;
        case SRE_INFO:
            next = target(checker, place + 1, end);
            size = next && is_info(checker, place, next) ? next - place : 0;
            break;
        case SRE_JUMP:
            if (!jump || left != 2 || !code[place + 1]) return false;
            *jump = place + 1 + code[place + 1];
            return true;
        case SRE_GROUPREF_EXISTS: {
            size_t after = 0;
            if (left < 3 || code[place + 1] >= checker->groups) return false;
            if (code[place + 2] < 2 || code[place + 2] > left - 1) return false;
            next = place + 1 + code[place + 2];
            if (!is_part(checker, place + 3, next, &after, depth + 1)) return false;
            if (after &&
                (after < next || after > end || !is_part(checker, next, after, NULL, depth + 1)))
                return false;
            size = (after ? after : next) - place;
            break;
        }
        case SRE_BRANCH:
            next = branch_end(checker, place + 1, end, depth + 1);
            size = next ? next - place : 0;
            break;
        case SRE_REPEAT_ONE:
        case SRE_MIN_REPEAT_ONE:
        case SRE_POSSESSIVE_REPEAT_ONE:
        case SRE_REPEAT:
        case SRE_POSSESSIVE_REPEAT:
        case SRE_ATOMIC_GROUP:
        case SRE_ASSERT:
        case SRE_ASSERT_NOT: size = nested_size(checker, place, end, depth + 1); break;
        default: size = one_size(checker, place, end); break;
        }
        if (!size || size > left) return false;
        place += size;
    }
    return place == end;
}

bool sre_check(const uint32_t *code, size_t count, size_t groups) {
    Checker checker = {code, groups};
    return count > 0 && count < UINT32_MAX && groups <= SRE_MAXGROUPS &&
           code[count - 1] == SRE_SUCCESS && is_part(&checker, 0, count - 1, NULL, 0);
}
