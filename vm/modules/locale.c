// The module _locale: the one locale there is, C with UTF-8.
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <string.h>

#include "vm/module.h"
#include "vm/types/dict.h"

NATIVE(locale_setlocale) {
    int category;
    if (!argument_int(vm, args[0], &category)) return VALUE_ERROR;
    if (count > 1 && !is_none(args[1])) {
        if (!is_str_like(args[1]))
            return error_type(vm, "setlocale() argument 2 must be str or None, not %T", args[1]);
        Str *name = str_of(args[1]);
        if (name->length && !str_equal_cstring(name, "C") && !str_equal_cstring(name, "POSIX") &&
            !str_equal_cstring(name, "C.UTF-8"))
            return error_value(vm, "unsupported locale setting");
    }
    return str_from_cstring(vm, "C");
}

NATIVE(locale_localeconv) {
    const struct lconv *facts = localeconv();
    const struct {
        const char *name, *text;
    } texts[] = {{"decimal_point", facts->decimal_point},
                 {"thousands_sep", facts->thousands_sep},
                 {"int_curr_symbol", facts->int_curr_symbol},
                 {"currency_symbol", facts->currency_symbol},
                 {"mon_decimal_point", facts->mon_decimal_point},
                 {"mon_thousands_sep", facts->mon_thousands_sep},
                 {"positive_sign", facts->positive_sign},
                 {"negative_sign", facts->negative_sign}};
    static const char *const numbers[] = {"int_frac_digits", "frac_digits",   "p_cs_precedes",
                                          "p_sep_by_space",  "n_cs_precedes", "n_sep_by_space",
                                          "p_sign_posn",     "n_sign_posn"};
    static const char *const groups[] = {"grouping", "mon_grouping"};
    Value dict = dict_make(vm, 20);
    for (size_t i = 0; i < 18 && !is_error(dict); i++) {
        const char *name = i < 8 ? texts[i].name : i < 16 ? numbers[i - 8] : groups[i - 16];
        Value key = str_intern_cstring(vm, name);
        Value value = i < 8    ? str_from_cstring(vm, texts[i].text)
                      : i < 16 ? make_int(vm, CHAR_MAX)
                               : list_make(vm, NULL, 0);
        if (is_error(key) || is_error(value) ||
            !dict_set_str(vm, dict_of(dict), str_of(key), value))
            return VALUE_ERROR;
    }
    return dict;
}

NATIVE(locale_getencoding) {
    return str_from_cstring(vm, "UTF-8");
}
#define NUMBER(name)                                                                               \
    { #name, name }
enum { FIRST_ITEM = 8 };
static const struct {
    const char *name;
    int number;
} numbers[] = {
    NUMBER(LC_CTYPE),    NUMBER(LC_COLLATE), NUMBER(LC_TIME),    NUMBER(LC_MONETARY),
    NUMBER(LC_MESSAGES), NUMBER(LC_NUMERIC), NUMBER(LC_ALL),     NUMBER(CHAR_MAX),
    NUMBER(CODESET),     NUMBER(RADIXCHAR),  NUMBER(THOUSEP),    NUMBER(D_T_FMT),
    NUMBER(D_FMT),       NUMBER(T_FMT),      NUMBER(T_FMT_AMPM), NUMBER(AM_STR),
    NUMBER(PM_STR),      NUMBER(YESEXPR),    NUMBER(NOEXPR),     NUMBER(DAY_1),
    NUMBER(DAY_2),       NUMBER(DAY_3),      NUMBER(DAY_4),      NUMBER(DAY_5),
    NUMBER(DAY_6),       NUMBER(DAY_7),      NUMBER(ABDAY_1),    NUMBER(ABDAY_2),
    NUMBER(ABDAY_3),     NUMBER(ABDAY_4),    NUMBER(ABDAY_5),    NUMBER(ABDAY_6),
    NUMBER(ABDAY_7),     NUMBER(MON_1),      NUMBER(MON_2),      NUMBER(MON_3),
    NUMBER(MON_4),       NUMBER(MON_5),      NUMBER(MON_6),      NUMBER(MON_7),
    NUMBER(MON_8),       NUMBER(MON_9),      NUMBER(MON_10),     NUMBER(MON_11),
    NUMBER(MON_12),      NUMBER(ABMON_1),    NUMBER(ABMON_2),    NUMBER(ABMON_3),
    NUMBER(ABMON_4),     NUMBER(ABMON_5),    NUMBER(ABMON_6),    NUMBER(ABMON_7),
    NUMBER(ABMON_8),     NUMBER(ABMON_9),    NUMBER(ABMON_10),   NUMBER(ABMON_11),
    NUMBER(ABMON_12),
};

// The system's function reads where a wrong number leads it; the first ones are no items of it.
static bool is_langinfo(int item) {
    for (size_t i = FIRST_ITEM; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].number == item) return true;
    return false;
}

NATIVE(locale_nl_langinfo) {
    int item;
    if (!argument_int(vm, args[0], &item)) return VALUE_ERROR;
    if (!is_langinfo(item)) return error_value(vm, "unsupported langinfo constant");
    return str_from_cstring(vm, item == CODESET ? "UTF-8" : nl_langinfo(item));
}
NATIVE(locale_strcoll) {
    for (int i = 0; i < 2; i++)
        if (!is_str_like(args[i]))
            return error_type(vm, "strcoll() argument %d must be str, not %A", i + 1, args[i]);
    return make_int(vm, str_compare(str_of(args[0]), str_of(args[1])));
}
NATIVE(locale_strxfrm) {
    if (is_str_like(args[0])) return args[0];
    return error_type(vm, "strxfrm() argument must be str, not %A", args[0]);
}

static const NativeSpec functions[] = {
    {"setlocale", locale_setlocale, 1, 2, 0},
    {"localeconv", locale_localeconv, 0, 0, 0},
    {"getencoding", locale_getencoding, 0, 0, 0},
    {"nl_langinfo", locale_nl_langinfo, 1, 1, 0},
    {"strcoll", locale_strcoll, 2, 2, 0},
    {"strxfrm", locale_strxfrm, 1, 1, 0},
    {0},
};
bool module__locale_make(Vm *vm, Module *module);
bool module__locale_make(Vm *vm, Module *module) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!module_set_int(vm, module, numbers[i].name, numbers[i].number)) return false;
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "Error", value_of(error_types.ValueError));
}
