// The modules pwd and grp: users and groups, as the C library finds them.
#include <grp.h>
#include <pwd.h>

#include "vm/module.h"
#include "vm/modules/path.h"
#include "vm/types/struct_sequence.h"

static const char *const user_fields[] = {"pw_name",  "pw_passwd", "pw_uid",   "pw_gid",
                                          "pw_gecos", "pw_dir",    "pw_shell", NULL};
static StructSequence user_type = {
    .type = {.name = "pwd.struct_passwd"}, .names = user_fields, .visible = 7};
static const char *const group_fields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem", NULL};
static StructSequence group_type = {
    .type = {.name = "grp.struct_group"}, .names = group_fields, .visible = 4};

static Value text_of(Vm *vm, const char *text) {
    return text ? path_decode(vm, text, false) : VALUE_NONE;
}
static Value made(Vm *vm, const StructSequence *sequence, const Value *fields) {
    for (size_t i = 0; i < sequence->visible; i++)
        if (is_error(fields[i])) return VALUE_ERROR;
    return struct_sequence_make(vm, sequence, fields);
}
static Value user_make(Vm *vm, const struct passwd *user) {
    Value fields[] = {text_of(vm, user->pw_name),  text_of(vm, user->pw_passwd),
                      make_int(vm, user->pw_uid),  make_int(vm, user->pw_gid),
                      text_of(vm, user->pw_gecos), text_of(vm, user->pw_dir),
                      text_of(vm, user->pw_shell)};
    return made(vm, &user_type, fields);
}
static Value group_make(Vm *vm, const struct group *group) {
    Value members = list_make(vm, NULL, 0);
    for (char **member = group->gr_mem; member && *member && !is_error(members); member++) {
        Value name = text_of(vm, *member);
        if (is_error(name) || !list_append(vm, list_of(members), name)) return VALUE_ERROR;
    }
    Value fields[] = {text_of(vm, group->gr_name), text_of(vm, group->gr_passwd),
                      make_int(vm, group->gr_gid), members};
    return made(vm, &group_type, fields);
}

// A number of a user or group: 1, 0 where none can have it, -1 raised.
static int read_id(Vm *vm, Value value, const char *what, int64_t *id) {
    Value number = object_to_index(vm, value);
    if (is_error(number)) {
        if (error_catch(vm, error_types.TypeError))
            error_type(vm, "%s should be integer, not %T", what, value);
        return -1;
    }
    return int_to_int64(number, id) && *id >= -1 && *id <= UINT32_MAX - 1;
}
NATIVE(pwd_getpwuid) {
    int64_t id = 0;
    int known = read_id(vm, args[0], "uid", &id);
    if (known < 0) return VALUE_ERROR;
    if (!known) return error_raise(vm, error_types.KeyError, "getpwuid(): uid not found");
    struct passwd *user = getpwuid((uid_t)id);
    if (user) return user_make(vm, user);
    return error_raise(vm, error_types.KeyError, "getpwuid(): uid not found: %lld", (long long)id);
}
NATIVE(pwd_getpwnam) {
    if (!is_str_like(args[0]))
        return error_type(vm, "getpwnam() argument must be str, not %A", args[0]);
    const char *name = path_encode(vm, args[0]);
    struct passwd *user = name ? getpwnam(name) : NULL;
    if (user) return user_make(vm, user);
    return name ? error_raise(vm, error_types.KeyError, "getpwnam(): name not found: %R", args[0])
                : VALUE_ERROR;
}
NATIVE(pwd_getpwall) {
    Value list = list_make(vm, NULL, 0);
    struct passwd *user;
    setpwent();
    while (!is_error(list) && (user = getpwent())) {
        Value item = user_make(vm, user);
        if (is_error(item) || !list_append(vm, list_of(list), item)) list = VALUE_ERROR;
    }
    endpwent();
    return list;
}

NATIVE(grp_getgrgid) {
    static const char *const parameters[] = {"id", NULL};
    Value value;
    int64_t id = 0;
    if (!arguments_parse(vm, "getgrgid", parameters, 1, 0, args, count, names, &value))
        return VALUE_ERROR;
    int known = read_id(vm, value, "gid", &id);
    if (known < 0) return VALUE_ERROR;
    if (!known)
        return error_overflow(vm, int_sign(object_to_index(vm, value)) < 0
                                      ? "gid is less than minimum"
                                      : "gid is greater than maximum");
    struct group *group = getgrgid((gid_t)id);
    if (group) return group_make(vm, group);
    return error_raise(vm, error_types.KeyError, "getgrgid(): gid not found: %lld", (long long)id);
}
NATIVE(grp_getgrnam) {
    static const char *const parameters[] = {"name", NULL};
    Value value;
    if (!arguments_parse(vm, "getgrnam", parameters, 1, 0, args, count, names, &value))
        return VALUE_ERROR;
    if (!is_str_like(value))
        return error_type(vm, "getgrnam() argument 'name' must be str, not %A", value);
    const char *name = path_encode(vm, value);
    struct group *group = name ? getgrnam(name) : NULL;
    if (group) return group_make(vm, group);
    return name ? error_raise(vm, error_types.KeyError, "getgrnam(): name not found: %R", value)
                : VALUE_ERROR;
}
NATIVE(grp_getgrall) {
    Value list = list_make(vm, NULL, 0);
    struct group *group;
    setgrent();
    while (!is_error(list) && (group = getgrent())) {
        Value item = group_make(vm, group);
        if (is_error(item) || !list_append(vm, list_of(list), item)) list = VALUE_ERROR;
    }
    endgrent();
    return list;
}

static const NativeSpec user_functions[] = {
    {"getpwuid", pwd_getpwuid, 1, 1, 0},
    {"getpwnam", pwd_getpwnam, 1, 1, 0},
    {"getpwall", pwd_getpwall, 0, 0, 0},
    {0},
};
static const NativeSpec group_functions[] = {
    {"getgrgid", grp_getgrgid, 0, -1, NATIVE_KEYWORDS},
    {"getgrnam", grp_getgrnam, 0, -1, NATIVE_KEYWORDS},
    {"getgrall", grp_getgrall, 0, 0, 0},
    {0},
};
bool module_pwd_make(Vm *vm, Module *module);
bool module_pwd_make(Vm *vm, Module *module) {
    return struct_sequence_ready(vm, module, &user_type) &&
           module_add_functions(vm, module, user_functions);
}
bool module_grp_make(Vm *vm, Module *module);
bool module_grp_make(Vm *vm, Module *module) {
    return struct_sequence_ready(vm, module, &group_type) &&
           module_add_functions(vm, module, group_functions);
}
