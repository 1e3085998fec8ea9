// BaseExceptionGroup and ExceptionGroup, and what except* does with them. A group's parts keep its
// shape: what a clause takes and what it leaves are groups made by derive(), empty ones left out.
#include "vm/exception_group.h"

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/runtime.h"
#include "vm/types/annotation.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

enum { GROUP_MESSAGE, GROUP_EXCEPTIONS }; // where they stand in Exception.extra

static Exception *group_of(Value value) {
    return (Exception *)object_of(value);
}

bool is_group(Value value) {
    return is_exception(value) && is_instance(value, error_types.BaseExceptionGroup);
}

Tuple *group_exceptions(Vm *vm, Value group) {
    Value exceptions = group_of(group)->extra[GROUP_EXCEPTIONS];
    return tuple_of(exceptions ? exceptions : vm->empty_tuple);
}

// --- making -------------------------------------------------------------------------------------

// ExceptionGroup holds Exceptions alone; BaseExceptionGroup becomes one where that is so. NULL:
// raised.
static Type *choose_type(Vm *vm, Type *type, bool all_plain) {
    if (type == error_types.BaseExceptionGroup)
        return all_plain ? error_types.ExceptionGroup : type;
    if (all_plain || !type_is_subtype(type, error_types.Exception)) return type;
    if (type == error_types.ExceptionGroup)
        error_type(vm, "Cannot nest BaseExceptions in an ExceptionGroup");
    else
        error_type(vm, "Cannot nest BaseExceptions in '%N'", type);
    return NULL;
}

static Value group_make(Vm *vm, Type *type, Value *args, size_t count, Tuple *names) {
    (void)names;
    if (count != 2)
        return error_type(vm, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)",
                          count);
    if (!is_str_like(args[0]))
        return error_type(vm, "BaseExceptionGroup.__new__() argument 1 must be str, not %A",
                          args[0]);
    if (!type_of(args[1])->get_item || is_dict_like(args[1]))
        return error_type(vm, "second argument (exceptions) must be a sequence");
    Value exceptions = tuple_from(vm, args[1]);
    if (is_error(exceptions)) return exceptions;
    Tuple *tuple = tuple_of(exceptions);
    if (!tuple->count)
        return error_value(vm, "second argument (exceptions) must be a non-empty sequence");
    bool all_plain = true;
    for (size_t i = 0; i < tuple->count; i++) {
        if (!is_exception(tuple->items[i]))
            return error_value(vm, "Item %zu of second argument (exceptions) is not an exception",
                               i);
        all_plain = all_plain && is_instance(tuple->items[i], error_types.Exception);
    }
    type = choose_type(vm, type, all_plain);
    Value given = type ? tuple_make(vm, args, count) : VALUE_ERROR;
    Value group = is_error(given) ? given : exception_make(vm, type, tuple_of(given));
    if (is_error(group)) return group;
    group_of(group)->extra[GROUP_MESSAGE] = args[0];
    group_of(group)->extra[GROUP_EXCEPTIONS] = exceptions;
    return group;
}

static Value group_new(Vm *vm, Value message, Value exceptions) {
    return object_call_2(vm, value_of(error_types.BaseExceptionGroup), message, exceptions);
}

// --- splitting ----------------------------------------------------------------------------------

// What of a group is looked for: instances of a class or tuple of classes, what a function says yes
// to, or these very exceptions.
typedef struct {
    enum { BY_CLASS, BY_FUNCTION, BY_IDENTITY } kind;
    Value wanted; // BY_IDENTITY: a list of exceptions that are no groups
} Matcher;

static bool is_class_or_classes(Value value) {
    if (is_exception_class(value)) return true;
    if (!is_tuple(value)) return false;
    for (size_t i = 0; i < tuple_of(value)->count; i++)
        if (!is_exception_class(tuple_of(value)->items[i])) return false;
    return true;
}

static bool make_matcher(Vm *vm, Value wanted, Matcher *matcher) {
    matcher->wanted = wanted;
    if (has_shape(wanted, SHAPE_FUNCTION)) {
        matcher->kind = BY_FUNCTION;
    } else if (is_class_or_classes(wanted)) {
        matcher->kind = BY_CLASS;
    } else {
        error_type(vm, "expected a function, exception type or tuple of exception types");
        return false;
    }
    return true;
}

// 1, 0, -1 raised
static int matches(Vm *vm, const Matcher *matcher, Value exception) {
    if (matcher->kind == BY_CLASS) return exception_matches(vm, exception, matcher->wanted);
    if (matcher->kind == BY_FUNCTION) {
        Value answer = object_call_1(vm, matcher->wanted, exception);
        return is_error(answer) ? -1 : object_truth(vm, answer);
    }
    const List *leaves = list_of(matcher->wanted);
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->items[i] == exception) return 1;
    return 0;
}

static bool copy_notes(Vm *vm, Value from, Value to) {
    Value notes = object_find_attribute(vm, from, name_of(vm, notes));
    if (is_error(notes)) return false;
    if (notes == VALUE_END || !type_of(notes)->get_item || is_dict_like(notes)) return true;
    Value copy = list_from(vm, notes);
    return !is_error(copy) && object_set_attribute(vm, to, name_of(vm, notes), copy);
}

// A group of some of another's exceptions, with its history; *part is VALUE_NULL for none of them.
static bool derive(Vm *vm, Value group, Value exceptions, Value *part) {
    *part = VALUE_NULL;
    if (!list_of(exceptions)->count) return true;
    Value method = object_get_attribute(vm, group, name_of(vm, derive));
    Value derived = is_error(method) ? method : object_call_1(vm, method, exceptions);
    if (is_error(derived)) return false;
    if (!is_group(derived)) {
        error_type(vm, "derive must return an instance of BaseExceptionGroup");
        return false;
    }
    const Exception *old = group_of(group);
    Exception *new = group_of(derived);
    if (old->traceback) new->traceback = old->traceback;
    new->context = old->context;
    new->cause = old->cause;
    new->suppress_context = true;
    if (!copy_notes(vm, group, derived)) return false;
    *part = derived;
    return true;
}

static bool add_to(Vm *vm, Value list, Value part) {
    return !part || list_append(vm, list_of(list), part);
}

// What of an exception matches, and what does not (rest may be NULL); VALUE_NULL where nothing.
static bool split(Vm *vm, Value exception, const Matcher *matcher, Value *match, Value *rest) {
    *match = VALUE_NULL;
    if (rest) *rest = VALUE_NULL;
    int found = matches(vm, matcher, exception);
    if (found < 0) return false;
    if (found) {
        *match = exception;
        return true;
    }
    if (!is_group(exception)) {
        if (rest) *rest = exception;
        return true;
    }
    if (!nesting_enter(vm, " in exceptiongroup_split_recursive")) return false;
    Value taken = list_make(vm, NULL, 0), left = list_make(vm, NULL, 0);
    bool done = !is_error(taken) && !is_error(left);
    Tuple *exceptions = group_exceptions(vm, exception);
    for (size_t i = 0; done && i < exceptions->count; i++) {
        Value inner_match, inner_rest = VALUE_NULL;
        done = split(vm, exceptions->items[i], matcher, &inner_match, rest ? &inner_rest : NULL) &&
               add_to(vm, taken, inner_match) && add_to(vm, left, inner_rest);
    }
    nesting_leave();
    if (!done) return false;
    return derive(vm, exception, taken, match) && (!rest || derive(vm, exception, left, rest));
}

static Value or_none(Value value) {
    return value ? value : VALUE_NONE;
}

NATIVE(group_split) {
    Matcher matcher;
    Value parts[2];
    if (!make_matcher(vm, args[1], &matcher) || !split(vm, args[0], &matcher, &parts[0], &parts[1]))
        return VALUE_ERROR;
    return tuple_make(vm, (Value[]){or_none(parts[0]), or_none(parts[1])}, 2);
}

NATIVE(group_subgroup) {
    Matcher matcher;
    Value match;
    if (!make_matcher(vm, args[1], &matcher) || !split(vm, args[0], &matcher, &match, NULL))
        return VALUE_ERROR;
    return or_none(match);
}

NATIVE(group_derive) {
    return group_new(vm, or_none(group_of(args[0])->extra[GROUP_MESSAGE]), args[1]);
}

// --- except* ------------------------------------------------------------------------------------

static bool names_group(Value class) {
    return type_is_subtype((Type *)object_of(class), error_types.BaseExceptionGroup);
}

// `class` is known to be a class of exceptions or a tuple of them.
static bool check_star_class(Vm *vm, Value class) {
    bool group = false;
    if (is_tuple(class)) {
        for (size_t i = 0; i < tuple_of(class)->count; i++)
            group = group || names_group(tuple_of(class)->items[i]);
    } else {
        group = names_group(class);
    }
    if (group)
        error_type(vm, "catching ExceptionGroup with except* is not allowed. Use except instead.");
    return !group;
}

Value group_match(Vm *vm, Value caught, Value class, Value *rest) {
    *rest = VALUE_NONE;
    int found = exception_matches(vm, caught, class);
    if (found < 0 || !check_star_class(vm, class)) return VALUE_ERROR;
    if (found) {
        if (is_group(caught)) return caught;
        Value only = tuple_make(vm, &caught, 1);
        return is_error(only) ? only : group_new(vm, vm->empty_str, only);
    }
    *rest = caught;
    if (!is_group(caught)) return VALUE_NONE;
    Value method = object_get_attribute(vm, caught, name_of(vm, split));
    Value pair = is_error(method) ? method : object_call_1(vm, method, class);
    if (is_error(pair)) return pair;
    if (!is_tuple_like(pair))
        return error_type(vm, "%T.split must return a tuple, not %T", caught, pair);
    Tuple *parts = tuple_of(pair);
    if (parts->count < 2)
        return error_type(vm, "%T.split must return a 2-tuple, got tuple of size %zu", caught,
                          parts->count);
    if (is_none(parts->items[0])) return VALUE_NONE;
    if (!is_exception(parts->items[0]))
        return error_type(vm, "%T.split must return exceptions, not %T", caught, parts->items[0]);
    *rest = parts->items[1];
    return parts->items[0];
}

static bool add_leaves(Vm *vm, Value exception, List *leaves) {
    if (!is_group(exception)) return list_append(vm, leaves, exception);
    if (!nesting_enter(vm, " in collect_exception_group_leaf_ids")) return false;
    Tuple *exceptions = group_exceptions(vm, exception);
    bool done = true;
    for (size_t i = 0; done && i < exceptions->count; i++)
        done = add_leaves(vm, exceptions->items[i], leaves);
    nesting_leave();
    return done;
}

// A part of the original that is raised again still has its history; what was raised anew has not.
static bool is_part_of(Value exception, Value original) {
    const Exception *a = group_of(exception), *b = group_of(original);
    return a->traceback == b->traceback && a->cause == b->cause && a->context == b->context;
}

Value group_reraised(Vm *vm, Value original, List *exceptions) {
    if (!exceptions->count) return VALUE_NONE;
    // A naked exception was caught: at most one clause took it.
    if (!is_group(original)) return exceptions->items[0];
    Value raised = list_make(vm, NULL, 0), leaves = list_make(vm, NULL, 0);
    if (is_error(raised) || is_error(leaves)) return VALUE_ERROR;
    for (size_t i = 0; i < exceptions->count; i++) {
        Value exception = exceptions->items[i];
        if (!is_exception(exception)) continue;
        if (is_part_of(exception, original) ? !add_leaves(vm, exception, list_of(leaves))
                                            : !list_append(vm, list_of(raised), exception))
            return VALUE_ERROR;
    }
    Matcher matcher = {BY_IDENTITY, leaves};
    Value again;
    if (!split(vm, original, &matcher, &again, NULL)) return VALUE_ERROR;
    if (!list_of(raised)->count) return or_none(again);
    if (!add_to(vm, raised, again)) return VALUE_ERROR;
    return group_new(vm, vm->empty_str, raised);
}

// --- the types ----------------------------------------------------------------------------------

static Value group_str(Vm *vm, Value self) {
    size_t count = group_exceptions(vm, self)->count;
    return str_format(vm, "%S (%zu sub-exception%s)", or_none(group_of(self)->extra[GROUP_MESSAGE]),
                      count, count > 1 ? "s" : "");
}
static Value get_message(Vm *vm, Value self) {
    return (void)vm, or_none(group_of(self)->extra[GROUP_MESSAGE]);
}
static Value get_exceptions(Vm *vm, Value self) {
    return value_of(group_exceptions(vm, self));
}
static const MemberSpec group_members[] = {{"message", get_message, member_read_only},
                                           {"exceptions", get_exceptions, member_read_only},
                                           {NULL, NULL, NULL}};
static const NativeSpec group_methods[] = {
    {"split", group_split, 2, 2, NATIVE_VARARGS},
    {"subgroup", group_subgroup, 2, 2, NATIVE_VARARGS},
    {"derive", group_derive, 2, 2, NATIVE_PARSED},
    {"__class_getitem__", class_getitem_method, 2, 2, NATIVE_CLASS},
    {NULL, NULL, 0, 0, 0}};

void groups_init(void) {
    Type *type = error_types.BaseExceptionGroup;
    type->make = group_make;
    type->str = group_str;
    type->members = group_members;
    type->methods = group_methods;
}

bool groups_ready(Vm *vm) {
    Type *group = error_types.ExceptionGroup, *base = error_types.BaseExceptionGroup;
    Value bases[] = {value_of(base), value_of(error_types.Exception)};
    Value mro[] = {value_of(group), value_of(base), value_of(error_types.Exception),
                   value_of(error_types.BaseException), value_of(&object_type)};
    Value base_tuple = tuple_make(vm, bases, 2), mro_tuple = tuple_make(vm, mro, 5);
    if (is_error(base_tuple) || is_error(mro_tuple)) return false;
    group->bases = tuple_of(base_tuple);
    group->mro = tuple_of(mro_tuple);
    vm->class_version++;
    return true;
}
