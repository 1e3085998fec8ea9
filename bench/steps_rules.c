// What names say. Three tables: inlined functions of the contract, bodies of opcodes, functions in
// C. The first pattern that matches decides; a name that none matches leaves the question to
// whoever called it. A new representation needs no edit as long as it keeps the contract's names.
#define _GNU_SOURCE
#include "bench/steps.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

const RowText row_texts[ROW_COUNT] = {
    [ROW_FETCH] = {"fetch", "fetch"},
    [ROW_DECODE] = {"decode", "decode"},
    [ROW_DISPATCH] = {"dispatch", "dispatch"},
    [ROW_CHECK] = {"type_check", "type check"},
    [ROW_UNBOX] = {"unbox", "unbox"},
    [ROW_COMPUTE] = {"compute", "compute"},
    [ROW_BOX] = {"box", "box"},
    [ROW_BOX_COLLECTION] = {"box_collection", "  its collection"},
    [ROW_OPERANDS] = {"operands", "stack and locals"},
    [ROW_REGISTERS] = {"registers", "register moves"},
    [ROW_POLL] = {"poll", "poll"},
    [ROW_CALL_OUT] = {"call_out", "way to C and back"},
    [ROW_CALLS] = {"calls", "calls and frames"},
    [ROW_LOOKUP] = {"lookup", "attributes, globals"},
    [ROW_CONTAINERS] = {"containers", "containers"},
    [ROW_STRINGS] = {"strings", "strings"},
    [ROW_NUMBERS] = {"numbers", "numbers in C"},
    [ROW_PROTOCOLS] = {"protocols", "protocols"},
    [ROW_EXCEPTIONS] = {"exceptions", "exceptions"},
    [ROW_BUILTINS] = {"builtins", "built-ins, files"},
    [ROW_COMPILE] = {"compile", "compiling"},
    [ROW_COLLECTION] = {"collection", "collection, rest"},
    [ROW_GMP] = {"gmp", "GMP"},
    [ROW_LIBC] = {"libc", "libc"},
    [ROW_OTHER] = {"other", "other runtime"},
    [ROW_UNKNOWN] = {"unattributed", "unattributed"},
};

typedef struct Rule {
    const char *pattern;
    Row row;
    bool unboxes;
} Rule;

// Inlined functions. What is not here (casts like list_of, is_none) is part of its caller.
static const Rule inline_rules[] = {
    {"is_error", ROW_CALL_OUT, false}, // the test of a C function's answer
    {"is_none", ROW_NONE, false},
    {"is_*", ROW_CHECK, false},
    {"both_*", ROW_CHECK, false},
    {"has_shape", ROW_CHECK, false},
    {"shape_of", ROW_CHECK, false},
    {"type_of", ROW_CHECK, false},
    {"int_of", ROW_UNBOX, false},
    {"float_of", ROW_UNBOX, false},
    {"float_pair", ROW_CHECK, true}, // is either a float, the other exact as one?
    {"int_is_exact", ROW_CHECK, true},
    {"int_tagged", ROW_BOX, false},
    {"*_box", ROW_BOX, false},
    {"make_*", ROW_BOX, false},
    {"try_make_*", ROW_BOX, false},
    {"int_make_*", ROW_BOX, false},
    {"gc_*", ROW_BOX, false},
    {"object_init", ROW_BOX, false},
    {"int_*", ROW_COMPUTE, true},
    {"float_*", ROW_COMPUTE, true},
    {"machine_*", ROW_COMPUTE, false},
    {"value_is", ROW_COMPUTE, false},
    {"list_item_fast", ROW_CONTAINERS, false},
    {"tuple_item_fast", ROW_CONTAINERS, false},
    {"probe_*", ROW_CONTAINERS, false}, // of a hash table
    {"frame_*", ROW_CALLS, false},
    {"values_copy", ROW_CALLS, false},
};

// Bodies of opcodes: what the opcode is for.
static const Rule opcode_rules[] = {
    {"BINARY_SUBSCR", ROW_CONTAINERS, false},
    {"BINARY_*", ROW_COMPUTE, false},
    {"UNARY_*", ROW_COMPUTE, false},
    {"COMPARE_*", ROW_COMPUTE, false},
    {"IS_OP", ROW_COMPUTE, false},
    {"*JUMP*", ROW_COMPUTE, false},
    {"NOP", ROW_OPERANDS, false},
    {"POP_TOP", ROW_OPERANDS, false},
    {"PUSH_NULL", ROW_OPERANDS, false},
    {"COPY", ROW_OPERANDS, false},
    {"SWAP", ROW_OPERANDS, false},
    {"LOAD_CONST", ROW_OPERANDS, false},
    {"*_FAST*", ROW_OPERANDS, false},
    {"*_DEREF", ROW_OPERANDS, false},
    {"LOAD_CLOSURE", ROW_OPERANDS, false},
    {"MAKE_CELL", ROW_OPERANDS, false},
    {"*_EXC_*", ROW_EXCEPTIONS, false},
    {"POP_EXCEPT", ROW_EXCEPTIONS, false},
    {"LOAD_ASSERTION_ERROR", ROW_EXCEPTIONS, false},
    {"RAISE*", ROW_EXCEPTIONS, false},
    {"RERAISE", ROW_EXCEPTIONS, false},
    {"*WITH*", ROW_EXCEPTIONS, false},
    {"error", ROW_EXCEPTIONS, false},
    {"*_NAME", ROW_LOOKUP, false},
    {"*_GLOBAL", ROW_LOOKUP, false},
    {"*_ATTR", ROW_LOOKUP, false},
    {"LOAD_METHOD", ROW_LOOKUP, false},
    {"LOAD_CLASSDEREF", ROW_LOOKUP, false},
    {"IMPORT_*", ROW_LOOKUP, false},
    {"*_SUBSCR", ROW_CONTAINERS, false},
    {"CONTAINS_OP", ROW_CONTAINERS, false},
    {"FOR_ITER", ROW_CONTAINERS, false},
    {"GET_ITER", ROW_CONTAINERS, false},
    {"BUILD_STRING", ROW_STRINGS, false},
    {"FORMAT_*", ROW_STRINGS, false},
    {"BUILD_*", ROW_CONTAINERS, false},
    {"LIST_*", ROW_CONTAINERS, false},
    {"SET_*", ROW_CONTAINERS, false},
    {"MAP_*", ROW_CONTAINERS, false},
    {"DICT_*", ROW_CONTAINERS, false},
    {"UNPACK_*", ROW_CONTAINERS, false},
    {"GET_LEN", ROW_CONTAINERS, false},
    {"MATCH_*", ROW_PROTOCOLS, false},
    {"CALL*", ROW_CALLS, false},
    {"RETURN_*", ROW_CALLS, false},
    {"YIELD_VALUE", ROW_CALLS, false},
    {"SEND", ROW_CALLS, false},
    {"GET_YIELD_FROM_ITER", ROW_CALLS, false},
    {"MAKE_FUNCTION", ROW_CALLS, false},
};

// Functions in C, as "unit:function"; the unit is a path from the root.
static const Rule function_rules[] = {
    {"vm/value.c:*_box", ROW_BOX, false},
    {"vm/value.c:int_make_big", ROW_BOX, false},
    {"vm/value.c:*", ROW_NUMBERS, false},
    {"vm/gc.c:*", ROW_COLLECTION, false},
    {"vm/roots.c:*", ROW_COLLECTION, false},
    {"*:*_trace", ROW_COLLECTION, false},
    {"*:c_stack_check", ROW_CALLS, false},
    {"vm/object.c:object_get_item", ROW_CONTAINERS, false},
    {"vm/object.c:object_set_item", ROW_CONTAINERS, false},
    {"vm/object.c:object_delete_item", ROW_CONTAINERS, false},
    {"vm/object.c:object_contains", ROW_CONTAINERS, false},
    {"vm/object.c:object_length*", ROW_CONTAINERS, false},
    {"vm/object.c:object_iter", ROW_CONTAINERS, false},
    {"vm/object.c:object_next", ROW_CONTAINERS, false},
    {"vm/object.c:object_each", ROW_CONTAINERS, false},
    {"vm/object.c:object_call*", ROW_CALLS, false},
    {"vm/object.c:object_*_attribute", ROW_LOOKUP, false},
    {"vm/object.c:object_new", ROW_CALLS, false},
    {"vm/object.c:*", ROW_PROTOCOLS, false},
    {"vm/runtime.c:build_string", ROW_STRINGS, false},
    {"vm/runtime.c:format_value", ROW_STRINGS, false},
    {"vm/runtime.c:build_*", ROW_CONTAINERS, false},
    {"vm/runtime.c:unpack_*", ROW_CONTAINERS, false},
    {"vm/runtime.c:extend_*", ROW_CONTAINERS, false},
    {"vm/runtime.c:update_*", ROW_CONTAINERS, false},
    {"vm/runtime.c:get_length", ROW_CONTAINERS, false},
    {"vm/runtime.c:function_make", ROW_CALLS, false},
    {"vm/runtime.c:merge_keywords", ROW_CALLS, false},
    {"vm/runtime.c:send_value", ROW_CALLS, false},
    {"vm/runtime.c:*raise*", ROW_EXCEPTIONS, false},
    {"vm/runtime.c:*exception*", ROW_EXCEPTIONS, false},
    {"vm/runtime.c:with_*", ROW_EXCEPTIONS, false},
    {"vm/runtime.c:*", ROW_PROTOCOLS, false},
    {"vm/slots.c:*", ROW_CALLS, false}, // operators written in Python
    {"vm/call.c:*", ROW_CALLS, false},
    {"vm/function.c:*", ROW_CALLS, false},
    {"vm/native.c:*", ROW_CALLS, false},
    {"vm/generator.c:*", ROW_CALLS, false},
    {"vm/load.c:*", ROW_CALLS, false},
    {"dispatch/*:*", ROW_CALLS, false}, // what is not of a handler: entering the loop
    {"vm/type.c:type_call", ROW_CALLS, false},
    {"vm/type.c:*", ROW_LOOKUP, false},
    {"vm/instance*.c:*", ROW_LOOKUP, false},
    {"vm/attribute.c:*", ROW_LOOKUP, false},
    {"vm/names.c:cell_make", ROW_OPERANDS, false},
    {"vm/names.c:*", ROW_LOOKUP, false},
    {"vm/import.c:*", ROW_LOOKUP, false},
    {"vm/error.c:*", ROW_EXCEPTIONS, false},
    {"vm/exceptions.c:*", ROW_EXCEPTIONS, false},
    {"vm/unwind.c:*", ROW_EXCEPTIONS, false},
    {"vm/traceback.c:*", ROW_EXCEPTIONS, false},
    {"vm/suggest.c:*", ROW_EXCEPTIONS, false},
    {"vm/builtins.c:*", ROW_BUILTINS, false},
    {"vm/execute.c:*", ROW_BUILTINS, false},
    {"vm/modules/math*.c:*", ROW_NUMBERS, false},
    {"vm/modules/*:*", ROW_BUILTINS, false},
    {"vm/types/file.c:*", ROW_BUILTINS, false},
    {"vm/types/int_text.c:*", ROW_STRINGS, false},
    {"vm/types/big_int.c:*", ROW_NUMBERS, false},
    {"vm/types/bool.c:*", ROW_NUMBERS, false},
    {"vm/types/complex.c:*", ROW_NUMBERS, false},
    {"vm/types/float.c:*", ROW_NUMBERS, false},
    {"vm/types/int.c:*", ROW_NUMBERS, false},
    {"vm/types/number.c:*", ROW_NUMBERS, false},
    {"vm/types/bytes*.c:*", ROW_STRINGS, false},
    {"vm/types/str*.c:*", ROW_STRINGS, false},
    {"vm/types/format*.c:*", ROW_STRINGS, false},
    {"vm/types/percent.c:*", ROW_STRINGS, false},
    {"vm/types/dict*.c:*", ROW_CONTAINERS, false},
    {"vm/types/set*.c:*", ROW_CONTAINERS, false},
    {"vm/types/list.c:*", ROW_CONTAINERS, false},
    {"vm/types/tuple.c:*", ROW_CONTAINERS, false},
    {"vm/types/range.c:*", ROW_CONTAINERS, false},
    {"vm/types/slice.c:*", ROW_CONTAINERS, false},
    {"vm/types/sort.c:*", ROW_CONTAINERS, false},
    {"vm/types/iterators.c:*", ROW_CONTAINERS, false},
    {"frontend/text/*:*", ROW_STRINGS, false},
    {"frontend/*:*", ROW_COMPILE, false},
};

static const Rule object_rules[] = {
    {"*libgmp*", ROW_GMP, false},
    {"*libm.*", ROW_NUMBERS, false},
    {"*libm-*", ROW_NUMBERS, false},
    {"*", ROW_LIBC, false},
};

#define SIZE(array) (sizeof(array) / sizeof *(array))

static Row find_rule(const Rule *rules, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (fnmatch(rules[i].pattern, name, 0) == 0) return rules[i].row;
    return ROW_NONE;
}

Row rule_for_inline(const char *function, bool *unboxes) {
    for (size_t i = 0; i < SIZE(inline_rules); i++) {
        if (fnmatch(inline_rules[i].pattern, function, 0) != 0) continue;
        *unboxes = inline_rules[i].unboxes;
        return inline_rules[i].row;
    }
    return ROW_NONE;
}

Row rule_for_opcode(const char *opcode) {
    return find_rule(opcode_rules, SIZE(opcode_rules), opcode);
}

Row rule_for_function(const char *unit, const char *function) {
    char name[512];
    if (text_starts(unit, "./")) unit += 2;
    snprintf(name, sizeof name, "%s:%s", unit, function);
    Row row = find_rule(function_rules, SIZE(function_rules), name);
    return row == ROW_NONE ? ROW_OTHER : row;
}

Row rule_for_object(const char *object) {
    return find_rule(object_rules, SIZE(object_rules), object);
}

void definitions_read(Definitions *definitions, const char *path) {
    char *text = file_read(path, NULL), *rest = text;
    const char *name = NULL;
    if (!text) fail("cannot read %s: %s", path, strerror(errno));
    *definitions = (Definitions){.path = path};
    while (rest) {
        static const char *const starts[] = {"op(", "slow(", "label("};
        char *line = strsep(&rest, "\n");
        for (size_t i = 0; i < SIZE(starts); i++) {
            if (!text_starts(line, starts[i])) continue;
            const char *from = line + strlen(starts[i]);
            name = text_format("%.*s", (int)strcspn(from, ",)"), from);
        }
        if (definitions->count % 1024 == 0) {
            size_t room = definitions->count + 1024;
            definitions->lines =
                memory_resize(definitions->lines, room * sizeof *definitions->lines);
            definitions->names =
                memory_resize(definitions->names, room * sizeof *definitions->names);
        }
        definitions->lines[definitions->count] = line;
        definitions->names[definitions->count++] = name;
        if (line[0] == '}') name = NULL;
    }
}
