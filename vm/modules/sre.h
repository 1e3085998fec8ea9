// What the files of the module _sre share: patterns, what they are tried on, and matches.
#ifndef VM_MODULES_SRE_H
#define VM_MODULES_SRE_H

#include "vm/module.h"
#include "vm/modules/sre_match.h"

typedef struct {
    Object object;
    Value pattern;     // str or bytes, or None
    Value group_index; // dict: name -> number
    Value group_names; // tuple: number -> name or None
    uint32_t *code;    // a block of its own
    size_t code_count, groups;
    int64_t flags;
} SrePattern;

// A str or bytes-like object as characters.
typedef struct {
    Value string;
    const void *text;
    unsigned kind;
    size_t length;
    bool is_bytes;
} SreSubject;

typedef struct {
    Object object;
    Value string;
    SrePattern *pattern;
    SreSpan *spans; // a block of its own: of the whole and of each group
    size_t pos, endpos, last_index;
} SreResult;

// Goes through a string from match to match; what finditer and pattern.scanner answer.
typedef struct {
    Object object;
    Value string;
    SrePattern *pattern;
    size_t start, end;
    bool must_advance, is_over;
} SreScanner;

extern Type sre_pattern_type, sre_result_type, sre_scanner_type;

// TypeError for what has no characters, or other ones than the pattern.
bool sre_subject(Vm *vm, const SrePattern *pattern, Value string, SreSubject *subject);
// A part of the subject, as a new object.
Value sre_slice(Vm *vm, const SreSubject *subject, size_t from, size_t to);

// One step of going through a subject: 1 found, 0 not, -1 raised. `match` is what sre_begin made;
// found, it stands behind the match, from which the next one may not begin and end at once if it
// was empty.
bool sre_begin(Vm *vm, const SrePattern *pattern, const SreSubject *subject, size_t start,
               size_t end, SreMatch *match);
int sre_step(Vm *vm, SreMatch *match, SreAnswer (*find)(SreMatch *));
// The match that was found, as an object.
Value sre_result(Vm *vm, SrePattern *pattern, const SreSubject *subject, const SreMatch *match,
                 size_t pos);

// Arguments string, pos, endpos: where matching may begin and must end.
bool sre_range(Vm *vm, const SrePattern *pattern, const char *function, Value *args, size_t count,
               Tuple *names, SreSubject *subject, size_t *start, size_t *end);
// A function of the Python module re.
Value sre_python(Vm *vm, const char *name, Value *args, size_t count);

#endif
