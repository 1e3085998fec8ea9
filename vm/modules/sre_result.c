// What a pattern found: match objects, and the scanner that goes from one to the next.
#include "vm/modules/sre.h"

#include "vm/types/annotation.h"
#include "vm/types/dict.h"

#define RESULT ((SreResult *)self)

// --- groups -------------------------------------------------------------------------------------

// The number of a group by number or name; SIZE_MAX with IndexError raised.
static size_t group_number(Vm *vm, const SreResult *result, Value group) {
    Value number = group;
    int64_t index = -1;
    if (!is_any_int(group) && !type_of(group)->index) {
        number = dict_get(vm, dict_of(result->pattern->group_index), group);
        if (is_error(number) && !error_catch(vm, error_types.TypeError)) return SIZE_MAX;
    } else {
        number = object_to_index(vm, group);
        if (is_error(number)) return SIZE_MAX;
    }
    if (!is_error(number) && number != VALUE_END && is_any_int(number) &&
        int_to_int64(int_plain(vm, number), &index) && index >= 0 &&
        (uint64_t)index <= result->pattern->groups)
        return (size_t)index;
    error_index(vm, "no such group");
    return SIZE_MAX;
}

static Value group_at(Vm *vm, const SreResult *result, size_t group, Value fallback) {
    SreSpan span = result->spans[group];
    SreSubject subject;
    if (span.begin == SRE_UNSET) return fallback;
    if (!sre_subject(vm, result->pattern, result->string, &subject)) return VALUE_ERROR;
    // What a bytearray held then may be gone.
    if (span.end > subject.length) span.end = subject.length;
    if (span.begin > span.end) span.begin = span.end;
    return sre_slice(vm, &subject, span.begin, span.end);
}

static Value group_of(Vm *vm, const SreResult *result, Value group) {
    size_t number = group_number(vm, result, group);
    return number == SIZE_MAX ? VALUE_ERROR : group_at(vm, result, number, VALUE_NONE);
}

static Value get_item(Vm *vm, Value self, Value key) {
    return group_of(vm, RESULT, key);
}

NATIVE(result_group) {
    SreResult *result = (SreResult *)args[0];
    if (count == 1) return group_at(vm, result, 0, VALUE_NONE);
    if (count == 2) return group_of(vm, result, args[1]);
    Value *texts = gc_alloc_values(vm, count - 1);
    if (!texts) return VALUE_ERROR;
    for (size_t i = 1; i < count; i++) {
        texts[i - 1] = group_of(vm, result, args[i]);
        if (is_error(texts[i - 1])) return VALUE_ERROR;
    }
    return tuple_make(vm, texts, count - 1);
}

// The one argument of groups and groupdict.
static bool read_default(Vm *vm, const char *function, Value *args, size_t count, Tuple *names,
                         Value *fallback) {
    static const char *const parameters[] = {"default", NULL};
    if (!arguments_parse(vm, function, parameters, 0, 0, args + 1, count - 1, names, fallback))
        return false;
    if (!*fallback) *fallback = VALUE_NONE;
    return true;
}

NATIVE(result_groups) {
    SreResult *result = (SreResult *)args[0];
    size_t groups = result->pattern->groups;
    Value fallback;
    if (!read_default(vm, "groups", args, count, names, &fallback)) return VALUE_ERROR;
    Value *texts = gc_alloc_values(vm, groups + 1);
    if (!texts) return VALUE_ERROR;
    for (size_t i = 0; i < groups; i++) {
        texts[i] = group_at(vm, result, i + 1, fallback);
        if (is_error(texts[i])) return VALUE_ERROR;
    }
    return tuple_make(vm, texts, groups);
}

NATIVE(result_groupdict) {
    SreResult *result = (SreResult *)args[0];
    Value fallback, dict = dict_make(vm, 0);
    if (is_error(dict) || !read_default(vm, "groupdict", args, count, names, &fallback))
        return VALUE_ERROR;
    for (size_t place = 0;;) {
        DictEntry *entry = dict_next(dict_of(result->pattern->group_index), &place);
        if (!entry) return dict;
        Value name = entry->key;
        size_t number = group_number(vm, result, entry->value);
        Value text = number == SIZE_MAX ? VALUE_ERROR : group_at(vm, result, number, fallback);
        if (is_error(text) || !dict_set(vm, dict_of(dict), name, text)) return VALUE_ERROR;
    }
}

// --- places -------------------------------------------------------------------------------------

static Value place_value(Vm *vm, size_t place) {
    return make_int(vm, place == SRE_UNSET ? -1 : (int64_t)place);
}
static Value span_value(Vm *vm, SreSpan span) {
    return TUPLE(vm, place_value(vm, span.begin), place_value(vm, span.end));
}
// The span of the group that the one argument names, or of the whole.
static bool read_span(Vm *vm, Value *args, size_t count, SreSpan *span) {
    SreResult *result = (SreResult *)args[0];
    size_t number = count > 1 ? group_number(vm, result, args[1]) : 0;
    if (number == SIZE_MAX) return false;
    *span = result->spans[number];
    return true;
}
NATIVE(result_start) {
    SreSpan span;
    return read_span(vm, args, count, &span) ? place_value(vm, span.begin) : VALUE_ERROR;
}
NATIVE(result_end) {
    SreSpan span;
    return read_span(vm, args, count, &span) ? place_value(vm, span.end) : VALUE_ERROR;
}
NATIVE(result_span) {
    SreSpan span;
    return read_span(vm, args, count, &span) ? span_value(vm, span) : VALUE_ERROR;
}
static Value get_regs(Vm *vm, Value self) {
    size_t count = RESULT->pattern->groups + 1;
    Value *spans = gc_alloc_values(vm, count);
    if (!spans) return VALUE_ERROR;
    for (size_t i = 0; i < count; i++) {
        spans[i] = span_value(vm, RESULT->spans[i]);
        if (is_error(spans[i])) return VALUE_ERROR;
    }
    return tuple_make(vm, spans, count);
}

// --- the rest of a match ------------------------------------------------------------------------

NATIVE(result_expand) {
    SreResult *result = (SreResult *)args[0];
    return sre_python(vm, "_expand", (Value[]){value_of(result->pattern), args[0], args[1]}, 3);
}
NATIVE(method_copy) {
    return args[0];
}
static Value result_repr(Vm *vm, Value self) {
    Value span = span_value(vm, RESULT->spans[0]);
    Value text = is_error(span) ? span : group_at(vm, RESULT, 0, VALUE_NONE);
    if (is_error(text)) return text;
    return str_format(vm, "<re.Match object; span=%R, match=%R>", span, text);
}
static void result_trace(Heap *heap, Object *object) {
    SreResult *result = (SreResult *)object;
    gc_mark_values(heap, &result->string, 2);
    gc_mark_block(heap, result->spans);
}
static Value get_pos(Vm *vm, Value self) {
    return place_value(vm, RESULT->pos);
}
static Value get_endpos(Vm *vm, Value self) {
    return place_value(vm, RESULT->endpos);
}
static Value get_last_index(Vm *vm, Value self) {
    return RESULT->last_index ? place_value(vm, RESULT->last_index) : VALUE_NONE;
}
static Value get_last_group(Vm *vm, Value self) {
    (void)vm;
    const Tuple *group_names = tuple_of(RESULT->pattern->group_names);
    size_t last = RESULT->last_index;
    return last && last < group_names->count ? group_names->items[last] : VALUE_NONE;
}
static Value get_re(Vm *vm, Value self) {
    return (void)vm, value_of(RESULT->pattern);
}
static Value get_string(Vm *vm, Value self) {
    return (void)vm, RESULT->string;
}

static const NativeSpec result_methods[] = {
    {"group", result_group, 1, -1, NATIVE_VARARGS},
    {"groups", result_groups, 1, -1, NATIVE_KEYWORDS},
    {"groupdict", result_groupdict, 1, -1, NATIVE_KEYWORDS},
    {"start", result_start, 1, 2, 0},
    {"end", result_end, 1, 2, 0},
    {"span", result_span, 1, 2, 0},
    {"expand", result_expand, 2, 2, 0},
    {"__copy__", method_copy, 1, 1, 0},
    {"__deepcopy__", method_copy, 2, 2, 0},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {0},
};
static const MemberSpec result_members[] = {
    {"regs", get_regs, NULL},
    {"pos", get_pos, member_read_only},
    {"endpos", get_endpos, member_read_only},
    {"lastindex", get_last_index, NULL},
    {"lastgroup", get_last_group, NULL},
    {"re", get_re, member_read_only},
    {"string", get_string, member_read_only},
    {0},
};
Type sre_result_type = {
    .name = "re.Match",
    .instance_size = sizeof(SreResult),
    .methods = result_methods,
    .members = result_members,
    .trace = result_trace,
    .repr = result_repr,
    .get_item = get_item,
};

// --- the scanner --------------------------------------------------------------------------------

static Value scan(Vm *vm, SreScanner *scanner, SreAnswer (*find)(SreMatch *)) {
    SreSubject subject;
    SreMatch match;
    if (scanner->is_over) return VALUE_NONE;
    if (!sre_subject(vm, scanner->pattern, scanner->string, &subject)) return VALUE_ERROR;
    size_t end = scanner->end < subject.length ? scanner->end : subject.length;
    if (!sre_begin(vm, scanner->pattern, &subject, scanner->start, end, &match)) return VALUE_ERROR;
    match.must_advance = scanner->must_advance;
    int found = sre_step(vm, &match, find);
    if (found < 0) return VALUE_ERROR;
    scanner->is_over = !found;
    if (!found) return VALUE_NONE;
    size_t pos = scanner->start;
    scanner->start = match.start;
    scanner->must_advance = match.must_advance;
    return sre_result(vm, scanner->pattern, &subject, &match, pos);
}
NATIVE(scanner_match) {
    return scan(vm, (SreScanner *)args[0], sre_match);
}
NATIVE(scanner_search) {
    return scan(vm, (SreScanner *)args[0], sre_search);
}
static Value get_pattern(Vm *vm, Value self) {
    return (void)vm, value_of(((SreScanner *)self)->pattern);
}
static const NativeSpec scanner_methods[] = {{"match", scanner_match, 1, 1, NATIVE_TYPED},
                                             {"search", scanner_search, 1, 1, NATIVE_TYPED},
                                             {0}};
static const MemberSpec scanner_members[] = {{"pattern", get_pattern, member_read_only}, {0}};
Type sre_scanner_type = {
    .name = "_sre.SRE_Scanner",
    .instance_size = sizeof(SreScanner),
    .value_count = 2,
    .methods = scanner_methods,
    .members = scanner_members,
};
