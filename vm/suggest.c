// "Did you mean": the known name nearest to a misspelt one, by CPython's edit distance.
#include <string.h>

#include "vm/error.h"
#include "vm/function.h"
#include "vm/names.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/str.h"

#define MOST_CANDIDATES 750
#define MOST_CHARACTERS 40
enum { COST_MOVE = 2, COST_CASE = 1 };

static size_t substitution_cost(unsigned char a, unsigned char b) {
    if ((a & 31) != (b & 31)) return COST_MOVE;
    if (a == b) return 0;
    if (a >= 'A' && a <= 'Z') a += 32;
    if (b >= 'A' && b <= 'Z') b += 32;
    return a == b ? COST_CASE : COST_MOVE;
}

// Answers more than `most` as soon as the distance must exceed it.
static size_t distance_between(const char *a, size_t a_size, const char *b, size_t b_size,
                               size_t most) {
    while (a_size && b_size && a[0] == b[0]) a++, b++, a_size--, b_size--;
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1]) a_size--, b_size--;
    if (a_size == 0 || b_size == 0) return (a_size + b_size) * COST_MOVE;
    if (a_size > MOST_CHARACTERS || b_size > MOST_CHARACTERS) return most + 1;
    if (b_size < a_size) {
        const char *text = a;
        size_t size = a_size;
        a = b, a_size = b_size;
        b = text, b_size = size;
    }
    if ((b_size - a_size) * COST_MOVE > most) return most + 1;
    size_t row[MOST_CHARACTERS], result = 0;
    for (size_t i = 0; i < a_size; i++) row[i] = (i + 1) * COST_MOVE;
    for (size_t i = 0; i < b_size; i++) {
        size_t diagonal = i * COST_MOVE, least = SIZE_MAX;
        result = diagonal;
        for (size_t k = 0; k < a_size; k++) {
            size_t substitute = diagonal + substitution_cost(b[i], a[k]);
            diagonal = row[k];
            size_t move = (result < diagonal ? result : diagonal) + COST_MOVE;
            result = move < substitute ? move : substitute;
            row[k] = result;
            if (result < least) least = result;
        }
        if (least > most) return most + 1;
    }
    return result;
}

static Value nearest(Vm *vm, Str *name, const List *candidates) {
    if (candidates->count >= MOST_CANDIDATES) return VALUE_END;
    size_t size, best = SIZE_MAX;
    const char *text = str_utf8(vm, name, &size);
    if (!text) return VALUE_ERROR;
    Value found = VALUE_END;
    for (size_t i = 0; i < candidates->count; i++) {
        Value item = candidates->items[i];
        if (!is_str_like(item) || str_equal(str_of(item), name)) continue;
        size_t item_size;
        const char *item_text = str_utf8(vm, str_of(item), &item_size);
        if (!item_text) return VALUE_ERROR;
        size_t most = (size + item_size + 3) * COST_MOVE / 6;
        if (most > best - 1) most = best - 1;
        size_t distance = distance_between(text, size, item_text, item_size, most);
        if (distance > most) continue;
        if (found == VALUE_END || distance < best) {
            found = item;
            best = distance;
        }
    }
    return found;
}

static bool add_keys(Vm *vm, List *list, Dict *dict) {
    size_t place = 0;
    for (DictEntry *entry; dict && (entry = dict_next(dict, &place));) {
        if (!list_append(vm, list, entry->key)) return false;
    }
    return true;
}

static bool add_type_keys(Vm *vm, List *list, Type *type) {
    for (size_t i = 0; type->mro && i < type->mro->count; i++) {
        if (!add_keys(vm, list, ((Type *)type->mro->items[i])->dict)) return false;
    }
    return true;
}

// What dir() lists, in its order.
static Value names_of(Vm *vm, Value owner) {
    Value own = object_call_special(vm, owner, name_of(vm, dir), NULL, 0);
    if (is_error(own)) return VALUE_ERROR;
    if (own != VALUE_END) {
        Value list = list_from(vm, own);
        if (is_error(list) || !list_sort(vm, list_of(list), VALUE_NONE, false)) return VALUE_ERROR;
        return list;
    }
    Value list = list_make(vm, NULL, 0);
    if (is_error(list)) return VALUE_ERROR;
    Value dict = object_find_attribute(vm, owner, name_of(vm, dict));
    if (is_error(dict)) return VALUE_ERROR;
    if (dict != VALUE_END && is_dict_like(dict) && !add_keys(vm, list_of(list), dict_of(dict))) {
        return VALUE_ERROR;
    }
    if ((type_of(owner)->flags & TYPE_TYPE) && !add_type_keys(vm, list_of(list), (Type *)owner)) {
        return VALUE_ERROR;
    }
    if (!(type_of(owner)->flags & TYPE_TYPE) && !has_shape(owner, SHAPE_MODULE) &&
        !add_type_keys(vm, list_of(list), type_of(owner))) {
        return VALUE_ERROR;
    }
    return list_sort(vm, list_of(list), VALUE_NONE, false) ? list : VALUE_ERROR;
}

// The nearest name of the innermost frame's variables, else of its globals, else of the builtins.
static Value suggest_name(Vm *vm, Exception *exception, Str *name) {
    Traceback *entry = (Traceback *)exception->traceback;
    if (!entry) return VALUE_END;
    while (entry->next) entry = entry->next;
    const Code *code = entry->code->code;
    for (int step = 0; step < 3; step++) {
        Value list = list_make(vm, NULL, 0);
        if (is_error(list)) return VALUE_ERROR;
        for (uint32_t i = 0; step == 0 && i < code->slot_count; i++) {
            if (!(code->slot_kinds[i] & SLOT_LOCAL)) continue;
            if (!list_append(vm, list_of(list), entry->code->slot_names[i])) return VALUE_ERROR;
        }
        Dict *dict = step == 1 ? entry->globals : step == 2 ? vm->builtins : NULL;
        if (!add_keys(vm, list_of(list), dict)) return VALUE_ERROR;
        Value found = nearest(vm, name, list_of(list));
        if (found != VALUE_END) return found;
    }
    return VALUE_END;
}

Value error_suggestion(Vm *vm, Exception *exception) {
    Value name = exception->extra[0];
    bool attribute = is_instance(value_of(exception), error_types.AttributeError);
    if (!attribute && !is_instance(value_of(exception), error_types.NameError)) return VALUE_END;
    if (!name || !is_str_like(name)) return VALUE_END;
    if (!attribute) return suggest_name(vm, exception, str_of(name));
    if (!exception->extra[1]) return VALUE_END;
    Value names = names_of(vm, exception->extra[1]);
    return is_error(names) ? VALUE_ERROR : nearest(vm, str_of(name), list_of(names));
}
