// The matcher behind `re`: CPython's own pure-Python re package compiles a pattern to a list of
// code words (the operations of re/_constants.py), and this runs them over characters. It knows no
// Value.
#ifndef VM_MODULES_SRE_MATCH_H
#define VM_MODULES_SRE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The list of operations, in the order of re/_constants.py, whose version is SRE_MAGIC.
enum { SRE_MAGIC = 20220615 };
enum {
    SRE_FAILURE,
    SRE_SUCCESS,
    SRE_ANY,
    SRE_ANY_ALL,
    SRE_ASSERT,
    SRE_ASSERT_NOT,
    SRE_AT,
    SRE_BRANCH,
    SRE_CATEGORY,
    SRE_CHARSET,
    SRE_BIGCHARSET,
    SRE_GROUPREF,
    SRE_GROUPREF_EXISTS,
    SRE_IN,
    SRE_INFO,
    SRE_JUMP,
    SRE_LITERAL,
    SRE_MARK,
    SRE_MAX_UNTIL,
    SRE_MIN_UNTIL,
    SRE_NOT_LITERAL,
    SRE_NEGATE,
    SRE_RANGE,
    SRE_REPEAT,
    SRE_REPEAT_ONE,
    SRE_SUBPATTERN,
    SRE_MIN_REPEAT_ONE,
    SRE_ATOMIC_GROUP,
    SRE_POSSESSIVE_REPEAT,
    SRE_POSSESSIVE_REPEAT_ONE,
    SRE_GROUPREF_IGNORE,
    SRE_IN_IGNORE,
    SRE_LITERAL_IGNORE,
    SRE_NOT_LITERAL_IGNORE,
    SRE_GROUPREF_LOC_IGNORE,
    SRE_IN_LOC_IGNORE,
    SRE_LITERAL_LOC_IGNORE,
    SRE_NOT_LITERAL_LOC_IGNORE,
    SRE_GROUPREF_UNI_IGNORE,
    SRE_IN_UNI_IGNORE,
    SRE_LITERAL_UNI_IGNORE,
    SRE_NOT_LITERAL_UNI_IGNORE,
    SRE_RANGE_UNI_IGNORE,
};

enum {
    SRE_AT_BEGINNING,
    SRE_AT_BEGINNING_LINE,
    SRE_AT_BEGINNING_STRING,
    SRE_AT_BOUNDARY,
    SRE_AT_NON_BOUNDARY,
    SRE_AT_END,
    SRE_AT_END_LINE,
    SRE_AT_END_STRING,
    SRE_AT_LOC_BOUNDARY,
    SRE_AT_LOC_NON_BOUNDARY,
    SRE_AT_UNI_BOUNDARY,
    SRE_AT_UNI_NON_BOUNDARY,
    SRE_AT_COUNT
};

// Each is followed by its negation, which is the odd one.
enum {
    SRE_CATEGORY_DIGIT = 0,
    SRE_CATEGORY_SPACE = 2,
    SRE_CATEGORY_WORD = 4,
    SRE_CATEGORY_LINEBREAK = 6,
    SRE_CATEGORY_LOC_WORD = 8,
    SRE_CATEGORY_UNI_DIGIT = 10,
    SRE_CATEGORY_UNI_SPACE = 12,
    SRE_CATEGORY_UNI_WORD = 14,
    SRE_CATEGORY_UNI_LINEBREAK = 16,
    SRE_CATEGORY_COUNT = 18
};

enum { SRE_INFO_PREFIX = 1, SRE_INFO_LITERAL = 2, SRE_INFO_CHARSET = 4 };
#define SRE_MAXREPEAT UINT32_MAX
enum { SRE_MAXGROUPS = INT32_MAX / 2 };

typedef struct {
    size_t begin, end; // in characters; SRE_UNSET: the group took no part
} SreSpan;
#define SRE_UNSET SIZE_MAX

typedef enum { SRE_NO_MATCH, SRE_FOUND, SRE_NO_MEMORY, SRE_TOO_DEEP, SRE_STOPPED } SreAnswer;

// What is asked, and the answer.
typedef struct {
    const uint32_t *code;
    size_t code_count;
    const void *text;             // `kind` bytes a character
    unsigned kind;                // 1, 2 or 4
    size_t length;                // of the text that may be looked at: endpos
    size_t start;                 // where matching begins: pos
    bool whole;                   // fullmatch: up to the end
    bool must_advance;            // no empty match at the start: the previous one ended there
    const char *c_limit;          // lowest address that the C stack may reach
    bool (*go_on)(void *context); // asked now and then; false stops; NULL: never asked
    void *context;
    // Filled in when found: span 0 is the whole match. `spans` has room for `groups` + 1.
    SreSpan *spans;
    size_t groups;
    size_t last_index; // the group that was closed last, 0: none
} SreMatch;

SreAnswer sre_match(SreMatch *match);  // at match->start
SreAnswer sre_search(SreMatch *match); // there or later

// Whether a list of words is a pattern that can be run: operations known, every skip inside its
// part, every group among `groups`. Nothing that has not passed may be given to sre_match.
bool sre_check(const uint32_t *code, size_t count, size_t groups);

uint32_t sre_lower_ascii(uint32_t point);
uint32_t sre_lower(uint32_t point); // Unicode's, where it is one character
uint32_t sre_upper(uint32_t point);

#endif
