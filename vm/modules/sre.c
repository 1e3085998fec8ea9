// The module _sre: pattern objects. CPython's re package compiles and caches patterns and works out
// templates; what it cannot do is here, and the matching itself in sre_match.c.
#include "vm/modules/sre.h"

#include <stdio.h>
#include <string.h>

#include "vm/load.h"
#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/types/annotation.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"
#include "vm/types/range.h"

enum {
    FLAG_LOCALE = 4,
    FLAG_UNICODE = 32,
    FLAG_ASCII = 256,
};

#define PATTERN ((SrePattern *)self)

Value sre_python(Vm *vm, const char *name, Value *args, size_t count) {
    Value re = import_module(vm, str_of(str_intern_cstring(vm, "re")));
    Value function =
        is_error(re) ? re : object_get_attribute(vm, re, str_of(str_intern_cstring(vm, name)));
    return is_error(function) ? function : object_call(vm, function, args, count, NULL);
}

// --- what patterns are tried on -----------------------------------------------------------------

static bool pattern_is_bytes(const SrePattern *pattern) {
    return !is_none(pattern->pattern) && !is_str_like(pattern->pattern);
}

static bool has_buffer(Value value) {
    return is_bytes_like(value) || type_of(value)->get_buffer;
}

bool sre_subject(Vm *vm, const SrePattern *pattern, Value string, SreSubject *subject) {
    *subject = (SreSubject){.string = string};
    if (is_str_like(string)) {
        Str *str = str_of(string);
        subject->text = str->data;
        subject->kind = str_kind(str);
        subject->length = str->length;
    } else if (has_buffer(string)) {
        Value bytes = buffer_bytes(vm, string); // what can change is looked at as it is now
        if (is_error(bytes)) return false;
        subject->text = bytes_of(bytes)->data;
        subject->kind = 1;
        subject->length = bytes_of(bytes)->length;
        subject->is_bytes = true;
    } else {
        error_type(vm, "expected string or bytes-like object, got '%T'", string);
        return false;
    }
    if (is_none(pattern->pattern) || subject->is_bytes == pattern_is_bytes(pattern)) return true;
    error_type(vm, subject->is_bytes ? "cannot use a string pattern on a bytes-like object"
                                     : "cannot use a bytes pattern on a string-like object");
    return false;
}

Value sre_slice(Vm *vm, const SreSubject *subject, size_t from, size_t to) {
    if (!subject->is_bytes) return str_slice(vm, str_of(subject->string), from, to);
    if (from == 0 && to == subject->length && is_bytes(subject->string)) return subject->string;
    return bytes_make(vm, (const char *)subject->text + from, to - from);
}

// --- matching -----------------------------------------------------------------------------------

static bool go_on(void *context) {
    Vm *vm = context;
    return !vm->pending || pending_run(vm);
}

bool sre_begin(Vm *vm, const SrePattern *pattern, const SreSubject *subject, size_t start,
               size_t end, SreMatch *match) {
    SreSpan *spans = gc_alloc_raw(vm, (pattern->groups + 1) * sizeof *spans);
    if (!spans) return false;
    *match = (SreMatch){.code = pattern->code,
                        .code_count = pattern->code_count,
                        .text = subject->text,
                        .kind = subject->kind,
                        .length = end,
                        .start = start,
                        .c_limit = vm->c_limit,
                        .go_on = go_on,
                        .context = vm,
                        .spans = spans,
                        .groups = pattern->groups};
    return true;
}

int sre_step(Vm *vm, SreMatch *match, SreAnswer (*find)(SreMatch *)) {
    if (match->start > match->length) return 0;
    switch (find(match)) {
    case SRE_NO_MATCH: return 0;
    case SRE_FOUND: break;
    case SRE_NO_MEMORY: error_memory(vm); return -1;
    case SRE_TOO_DEEP: error_recursion(vm, ""); return -1;
    case SRE_STOPPED: return -1;
    }
    match->must_advance = match->spans[0].begin == match->spans[0].end;
    match->start = match->spans[0].end;
    return 1;
}

Value sre_result(Vm *vm, SrePattern *pattern, const SreSubject *subject, const SreMatch *match,
                 size_t pos) {
    size_t size = (pattern->groups + 1) * sizeof(SreSpan);
    SreSpan *spans = gc_alloc_raw(vm, size);
    SreResult *result = spans ? object_new(vm, &sre_result_type) : NULL;
    if (!result) return VALUE_ERROR;
    memcpy(spans, match->spans, size);
    result->string = subject->string;
    result->pattern = pattern;
    result->spans = spans;
    result->pos = pos;
    result->endpos = match->length;
    result->last_index = match->last_index;
    return value_of(result);
}

static size_t position(int64_t number, size_t length) {
    return number < 0 ? 0 : (uint64_t)number > length ? length : (size_t)number;
}

bool sre_range(Vm *vm, const SrePattern *pattern, const char *function, Value *args, size_t count,
               Tuple *names, SreSubject *subject, size_t *start, size_t *end) {
    static const char *const parameters[] = {"string", "pos", "endpos", NULL};
    Value values[3];
    int64_t from = 0, to = INT64_MAX;
    if (!arguments_parse(vm, function, parameters, 1, 0, args, count, names, values) ||
        (values[1] && !argument_size(vm, values[1], &from)) ||
        (values[2] && !argument_size(vm, values[2], &to)) ||
        !sre_subject(vm, pattern, values[0], subject))
        return false;
    *start = position(from, subject->length);
    *end = position(to, subject->length);
    return true;
}

static Value match_once(Vm *vm, const char *name, SreAnswer (*find)(SreMatch *), bool whole,
                        Value *args, size_t count, Tuple *names) {
    SrePattern *pattern = (SrePattern *)args[0];
    SreSubject subject;
    SreMatch match;
    size_t start, end;
    if (!sre_range(vm, pattern, name, args + 1, count - 1, names, &subject, &start, &end) ||
        !sre_begin(vm, pattern, &subject, start, end, &match))
        return VALUE_ERROR;
    match.whole = whole;
    int found = sre_step(vm, &match, find);
    if (found < 0) return VALUE_ERROR;
    return found ? sre_result(vm, pattern, &subject, &match, start) : VALUE_NONE;
}
NATIVE(pattern_match) {
    return match_once(vm, "match", sre_match, false, args, count, names);
}
NATIVE(pattern_fullmatch) {
    return match_once(vm, "fullmatch", sre_match, true, args, count, names);
}
NATIVE(pattern_search) {
    return match_once(vm, "search", sre_search, false, args, count, names);
}

// A group's text; `fallback` where it took no part.
static Value group_text(Vm *vm, const SreSubject *subject, const SreMatch *match, size_t group,
                        Value fallback) {
    const SreSpan *span = &match->spans[group];
    return span->begin == SRE_UNSET ? fallback : sre_slice(vm, subject, span->begin, span->end);
}

NATIVE(pattern_findall) {
    SrePattern *pattern = (SrePattern *)args[0];
    SreSubject subject;
    SreMatch match;
    size_t start, end, groups = pattern->groups;
    int found;
    if (!sre_range(vm, pattern, "findall", args + 1, count - 1, names, &subject, &start, &end) ||
        !sre_begin(vm, pattern, &subject, start, end, &match))
        return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0), none = sre_slice(vm, &subject, 0, 0);
    if (is_error(list) || is_error(none)) return VALUE_ERROR;
    while ((found = sre_step(vm, &match, sre_search)) > 0) {
        Value item;
        if (groups < 2) {
            item = group_text(vm, &subject, &match, groups, none);
        } else {
            Value *texts = gc_alloc_values(vm, groups);
            if (!texts) return VALUE_ERROR;
            for (size_t i = 0; i < groups; i++) {
                texts[i] = group_text(vm, &subject, &match, i + 1, none);
                if (is_error(texts[i])) return VALUE_ERROR;
            }
            item = tuple_make(vm, texts, groups);
        }
        if (is_error(item) || !list_append(vm, list_of(list), item)) return VALUE_ERROR;
    }
    return found < 0 ? VALUE_ERROR : list;
}

static Value scanner_make(Vm *vm, const char *name, Value *args, size_t count, Tuple *names) {
    SrePattern *pattern = (SrePattern *)args[0];
    SreSubject subject;
    size_t start, end;
    if (!sre_range(vm, pattern, name, args + 1, count - 1, names, &subject, &start, &end))
        return VALUE_ERROR;
    SreScanner *scanner = object_new(vm, &sre_scanner_type);
    if (!scanner) return VALUE_ERROR;
    scanner->string = subject.string;
    scanner->pattern = pattern;
    scanner->start = start;
    scanner->end = end;
    return value_of(scanner);
}
NATIVE(pattern_scanner) {
    return scanner_make(vm, "scanner", args, count, names);
}
NATIVE(pattern_finditer) {
    Value scanner = scanner_make(vm, "finditer", args, count, names);
    if (is_error(scanner)) return scanner;
    Value search = object_get_attribute(vm, scanner, str_of(str_intern_cstring(vm, "search")));
    return is_error(search) ? search : iterator_of_callable(vm, search, VALUE_NONE);
}

static bool list_add(Vm *vm, Value list, Value item) {
    return !is_error(item) && list_append(vm, list_of(list), item);
}

NATIVE(pattern_split) {
    static const char *const parameters[] = {"string", "maxsplit", NULL};
    SrePattern *pattern = (SrePattern *)args[0];
    SreSubject subject;
    SreMatch match;
    Value values[2];
    int64_t most = 0;
    if (!arguments_parse(vm, "split", parameters, 1, 0, args + 1, count - 1, names, values) ||
        (values[1] && !argument_size(vm, values[1], &most)) ||
        !sre_subject(vm, pattern, values[0], &subject) ||
        !sre_begin(vm, pattern, &subject, 0, subject.length, &match))
        return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    size_t last = 0;
    int found = 0;
    for (int64_t done = 0; !most || done < most; done++) {
        found = sre_step(vm, &match, sre_search);
        if (found <= 0) break;
        if (!list_add(vm, list, sre_slice(vm, &subject, last, match.spans[0].begin)))
            return VALUE_ERROR;
        for (size_t i = 1; i <= pattern->groups; i++)
            if (!list_add(vm, list, group_text(vm, &subject, &match, i, VALUE_NONE)))
                return VALUE_ERROR;
        last = match.spans[0].end;
    }
    if (found < 0 || !list_add(vm, list, sre_slice(vm, &subject, last, subject.length)))
        return VALUE_ERROR;
    return list;
}

// --- substitution -------------------------------------------------------------------------------

// What a match is replaced by: a function of the match, or always the same text. A template without
// a backslash is such a text; what else one means, re knows.
static bool replacement(Vm *vm, SrePattern *pattern, Value template, Value *text, Value *function) {
    bool is_literal = false;
    *text = *function = VALUE_NULL;
    if (object_is_callable(template)) {
        *function = template;
        return true;
    }
    if (is_str_like(template)) {
        Str *str = str_of(template);
        size_t at = 0;
        while (at < str->length && str_at(str, at) != '\\') at++;
        is_literal = at == str->length;
    } else if (has_buffer(template)) {
        Value bytes = buffer_bytes(vm, template);
        if (is_error(bytes)) return false;
        is_literal = !memchr(bytes_of(bytes)->data, '\\', bytes_of(bytes)->length);
    }
    *text = template;
    if (is_literal) return true;
    Value made = sre_python(vm, "_subx", (Value[]){value_of(pattern), template}, 2);
    if (is_error(made)) return false;
    *(object_is_callable(made) ? function : text) = made;
    return true;
}

// The new string, and how many matches were replaced.
static Value substitute(Vm *vm, const char *name, Value *args, size_t count, Tuple *names,
                        int64_t *done) {
    static const char *const parameters[] = {"repl", "string", "count", NULL};
    SrePattern *pattern = (SrePattern *)args[0];
    SreSubject subject;
    SreMatch match;
    Value values[3], text, function;
    int64_t most = 0;
    if (!arguments_parse(vm, name, parameters, 2, 0, args + 1, count - 1, names, values) ||
        (values[2] && !argument_size(vm, values[2], &most)) ||
        !replacement(vm, pattern, values[0], &text, &function) ||
        !sre_subject(vm, pattern, values[1], &subject) ||
        !sre_begin(vm, pattern, &subject, 0, subject.length, &match))
        return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return list;
    size_t last = 0;
    int found = 0;
    for (*done = 0; !most || *done < most; ++*done) {
        found = sre_step(vm, &match, sre_search);
        if (found <= 0) break;
        SreSpan span = match.spans[0];
        if (last < span.begin && !list_add(vm, list, sre_slice(vm, &subject, last, span.begin)))
            return VALUE_ERROR;
        Value item = text;
        if (function) {
            item = sre_result(vm, pattern, &subject, &match, 0);
            if (!is_error(item)) item = object_call_1(vm, function, item);
            if (is_error(item)) return item;
        }
        if (!is_none(item) && !list_add(vm, list, item)) return VALUE_ERROR;
        last = span.end;
    }
    if (found < 0) return VALUE_ERROR;
    if (last < subject.length && !list_add(vm, list, sre_slice(vm, &subject, last, subject.length)))
        return VALUE_ERROR;
    Value joiner = sre_slice(vm, &subject, 0, 0);
    if (is_error(joiner)) return joiner;
    if (!subject.is_bytes) return str_join(vm, str_of(joiner), list);
    Value join = object_get_attribute(vm, joiner, str_of(str_intern_cstring(vm, "join")));
    return is_error(join) ? join : object_call_1(vm, join, list);
}
NATIVE(pattern_sub) {
    int64_t done;
    return substitute(vm, "sub", args, count, names, &done);
}
NATIVE(pattern_subn) {
    int64_t done = 0;
    Value text = substitute(vm, "subn", args, count, names, &done);
    return is_error(text) ? text : TUPLE(vm, text, make_int(vm, done));
}

// --- the rest of a pattern ----------------------------------------------------------------------

static Value pattern_repr(Vm *vm, Value self) {
    static const char *const flag_names[] = {"TEMPLATE",  "IGNORECASE", "LOCALE",
                                             "MULTILINE", "DOTALL",     "UNICODE",
                                             "VERBOSE",   "DEBUG",      "ASCII"};
    int64_t flags = PATTERN->flags;
    // Of a text pattern this is the rule.
    if (is_str_like(PATTERN->pattern) &&
        (flags & (FLAG_LOCALE | FLAG_UNICODE | FLAG_ASCII)) == FLAG_UNICODE)
        flags &= ~(int64_t)FLAG_UNICODE;
    Value shown = object_repr(vm, PATTERN->pattern);
    if (is_error(shown)) return shown;
    StrBuilder builder;
    builder_init(&builder, vm);
    builder_add_cstring(&builder, "re.compile(");
    size_t length = str_of(shown)->length;
    builder_add_slice(&builder, str_of(shown), 0, length < 200 ? length : 200);
    const char *between = ", ";
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
        if (!(flags >> i & 1)) continue;
        builder_add_cstring(&builder, between);
        builder_add_cstring(&builder, "re.");
        builder_add_cstring(&builder, flag_names[i]);
        flags &= ~((int64_t)1 << i);
        between = "|";
    }
    if (flags) {
        char text[24];
        int size = snprintf(text, sizeof text, "0x%llx", (unsigned long long)flags);
        builder_add_cstring(&builder, between);
        builder_add_ascii(&builder, text, (size_t)size);
    }
    builder_add_cstring(&builder, ")");
    return builder_finish(&builder);
}

static bool pattern_hash(Vm *vm, Value self, int64_t *hash) {
    if (!object_hash(vm, PATTERN->pattern, hash)) return false;
    *hash ^= PATTERN->flags + (int64_t)PATTERN->code_count;
    if (*hash == -1) *hash = -2;
    return true;
}

static Value pattern_compare(Vm *vm, Value left, Value right, CompareOperator operator) {
    if ((operator!= COMPARE_EQ && operator!= COMPARE_NE) || type_of(left) != type_of(right))
        return VALUE_NOT_IMPLEMENTED;
    const SrePattern *own = (SrePattern *)left, *other = (SrePattern *)right;
    bool equal = own->flags == other->flags && own->code_count == other->code_count &&
                 pattern_is_bytes(own) == pattern_is_bytes(other) &&
                 !memcmp(own->code, other->code, own->code_count * sizeof *own->code);
    if (equal && own != other) {
        int same = object_equal(vm, own->pattern, other->pattern);
        if (same < 0) return VALUE_ERROR;
        equal = same;
    }
    return make_bool(equal == (operator== COMPARE_EQ));
}

static void pattern_trace(Heap *heap, Object *object) {
    SrePattern *pattern = (SrePattern *)object;
    gc_mark_values(heap, &pattern->pattern, 3);
    gc_mark_block(heap, pattern->code);
}

NATIVE(method_copy) {
    return args[0];
}
static Value get_pattern(Vm *vm, Value self) {
    return (void)vm, PATTERN->pattern;
}
static Value get_flags(Vm *vm, Value self) {
    return make_int(vm, PATTERN->flags);
}
static Value get_groups(Vm *vm, Value self) {
    return make_int(vm, (int64_t)PATTERN->groups);
}
static Value get_group_index(Vm *vm, Value self) {
    return namespace_proxy_make(vm, PATTERN->group_index);
}

static const NativeSpec pattern_methods[] = {
    {"match", pattern_match, 1, -1, NATIVE_KEYWORDS},
    {"fullmatch", pattern_fullmatch, 1, -1, NATIVE_KEYWORDS},
    {"search", pattern_search, 1, -1, NATIVE_KEYWORDS},
    {"findall", pattern_findall, 1, -1, NATIVE_KEYWORDS},
    {"finditer", pattern_finditer, 1, -1, NATIVE_KEYWORDS},
    {"scanner", pattern_scanner, 1, -1, NATIVE_KEYWORDS},
    {"split", pattern_split, 1, -1, NATIVE_KEYWORDS},
    {"sub", pattern_sub, 1, -1, NATIVE_KEYWORDS},
    {"subn", pattern_subn, 1, -1, NATIVE_KEYWORDS},
    {"__copy__", method_copy, 1, 1, 0},
    {"__deepcopy__", method_copy, 2, 2, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec pattern_members[] = {
    {"pattern", get_pattern, member_read_only},
    {"flags", get_flags, member_read_only},
    {"groups", get_groups, member_read_only},
    {"groupindex", get_group_index, NULL},
    {0},
};
Type sre_pattern_type = {
    .name = "re.Pattern",
    .flags = TYPE_WEAKLY,
    .instance_size = sizeof(SrePattern),
    .methods = pattern_methods,
    .members = pattern_members,
    .trace = pattern_trace,
    .repr = pattern_repr,
    .hash = pattern_hash,
    .compare = pattern_compare,
};

// --- the module ---------------------------------------------------------------------------------

// The code words of a list of ints.
static uint32_t *read_code(Vm *vm, List *list) {
    size_t count = list->count;
    uint32_t *code = gc_alloc_raw(vm, (count + 1) * sizeof *code);
    for (size_t i = 0; code && i < count; i++) {
        Value index = i < list->count ? object_to_index(vm, list->items[i]) : VALUE_END;
        int64_t word = -1;
        if (is_error(index)) return NULL;
        if (index == VALUE_END || !int_to_int64(index, &word) || word < 0 || word > UINT32_MAX) {
            error_overflow(vm, "regular expression code size limit exceeded");
            return NULL;
        }
        code[i] = (uint32_t)word;
    }
    return code;
}

NATIVE(function_compile) {
    static const char *const parameters[] = {"pattern",    "flags",      "code", "groups",
                                             "groupindex", "indexgroup", NULL};
    Value values[6];
    int flags;
    int64_t groups;
    if (!arguments_parse(vm, "compile", parameters, 6, 0, args, count, names, values) ||
        !argument_int(vm, values[1], &flags))
        return VALUE_ERROR;
    if (!is_list(values[2]))
        return error_type(vm, "compile() argument 'code' must be list, not %A", values[2]);
    if (!argument_size(vm, values[3], &groups)) return VALUE_ERROR;
    if (!is_dict(values[4]))
        return error_type(vm, "compile() argument 'groupindex' must be dict, not %A", values[4]);
    if (!is_tuple(values[5]))
        return error_type(vm, "compile() argument 'indexgroup' must be tuple, not %A", values[5]);
    if (!is_none(values[0]) && !is_str_like(values[0]) && !has_buffer(values[0]))
        return error_type(vm, "expected string or bytes-like object, got '%T'", values[0]);
    size_t code_count = list_of(values[2])->count;
    uint32_t *code = read_code(vm, list_of(values[2]));
    if (!code) return VALUE_ERROR;
    if (groups < 0 || groups > SRE_MAXGROUPS || !sre_check(code, code_count, (size_t)groups))
        return error_raise(vm, error_types.RuntimeError, "invalid SRE code");
    SrePattern *pattern = object_new(vm, &sre_pattern_type);
    if (!pattern) return VALUE_ERROR;
    pattern->pattern = values[0];
    pattern->group_index = values[4];
    pattern->group_names = values[5];
    pattern->code = code;
    pattern->code_count = code_count;
    pattern->groups = (size_t)groups;
    pattern->flags = flags;
    return value_of(pattern);
}

static bool argument_point(Vm *vm, Value value, uint32_t *point) {
    int number;
    if (!argument_int(vm, value, &number)) return false;
    *point = (uint32_t)number;
    return true;
}
NATIVE(function_ascii_iscased) {
    uint32_t point;
    if (!argument_point(vm, args[0], &point)) return VALUE_ERROR;
    return make_bool(point < 128 && (sre_lower(point) != point || sre_upper(point) != point));
}
NATIVE(function_unicode_iscased) {
    uint32_t point;
    if (!argument_point(vm, args[0], &point)) return VALUE_ERROR;
    return make_bool(sre_lower(point) != point || sre_upper(point) != point);
}
NATIVE(function_ascii_tolower) {
    uint32_t point;
    return argument_point(vm, args[0], &point) ? make_int(vm, sre_lower_ascii(point)) : VALUE_ERROR;
}
NATIVE(function_unicode_tolower) {
    uint32_t point;
    return argument_point(vm, args[0], &point) ? make_int(vm, sre_lower(point)) : VALUE_ERROR;
}
NATIVE(function_getcodesize) {
    return make_int(vm, sizeof(uint32_t));
}

static const NativeSpec functions[] = {
    {"compile", function_compile, 0, -1, NATIVE_KEYWORDS},
    {"ascii_iscased", function_ascii_iscased, 1, 1, 0},
    {"unicode_iscased", function_unicode_iscased, 1, 1, 0},
    {"ascii_tolower", function_ascii_tolower, 1, 1, 0},
    {"unicode_tolower", function_unicode_tolower, 1, 1, 0},
    {"getcodesize", function_getcodesize, 0, 0, 0},
    {0},
};
static Type *const hidden_types[] = {&sre_pattern_type, &sre_result_type, &sre_scanner_type, NULL};

bool module__sre_make(Vm *vm, Module *module);
bool module__sre_make(Vm *vm, Module *module) {
    return module_add_types(vm, NULL, hidden_types) &&
           module_add_functions(vm, module, functions) &&
           module_set_int(vm, module, "MAGIC", SRE_MAGIC) &&
           module_set_int(vm, module, "CODESIZE", sizeof(uint32_t)) &&
           module_set_int(vm, module, "MAXREPEAT", SRE_MAXREPEAT) &&
           module_set_int(vm, module, "MAXGROUPS", SRE_MAXGROUPS);
}
