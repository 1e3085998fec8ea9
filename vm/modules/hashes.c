// The modules _md5, _sha1, _sha256 and _sha512: the types of hash objects, and the functions that
// make them. modules/digest.c computes.
#include <string.h>

#include "vm/module.h"
#include "vm/modules/digest.h"
#include "vm/modules/hashes.h"
#include "vm/types/big_int.h"
#include "vm/types/bytes.h"

typedef struct {
    Object object;
    Digest digest;
} Hash;
#define DIGEST(value) (((Hash *)(value))->digest)

bool hash_input(Vm *vm, Value value, const uint8_t **data, size_t *size) {
    if (is_str_like(value)) return error_type(vm, "Strings must be encoded before hashing"), false;
    if (buffer_peek(vm, value, data, size)) return true;
    if (error_catch(vm, error_types.TypeError))
        error_type(vm, "object supporting the buffer API required");
    return false;
}
Value hash_hexadecimal(Vm *vm, const uint8_t *digest, size_t size) {
    char *text = gc_alloc_raw(vm, 2 * size + 1);
    if (!text) return VALUE_ERROR;
    for (size_t i = 0; i < 2 * size; i++)
        text[i] = "0123456789abcdef"[digest[i / 2] >> (i % 2 ? 0 : 4) & 15];
    return str_from_latin1(vm, text, 2 * size);
}
bool hash_number(Vm *vm, Value value, uint64_t *number) {
    IntView view;
    if (!is_any_int(value)) return error_type(vm, "an integer is required"), false;
    if (int_sign(value) < 0) return error_value(vm, "value must be positive"), false;
    int_view(value, &view);
    *number = view.count ? view.limbs[0] : 0;
    if (view.count <= 1) return true;
    error_overflow(vm, "Python int too large to convert to C unsigned long");
    return false;
}

static Value hash_make(Vm *vm, Type *type, DigestKind kind, const char *name, Value *args,
                       size_t count, Tuple *names) {
    static const char *const parameters[] = {"string", "*", "usedforsecurity", NULL};
    Value values[2];
    const uint8_t *data = NULL;
    size_t size = 0;
    if (!arguments_parse(vm, name, parameters, 0, 0, args, count, names, values) ||
        (values[1] && object_truth(vm, values[1]) < 0))
        return VALUE_ERROR;
    if (values[0] && !hash_input(vm, values[0], &data, &size)) return VALUE_ERROR;
    Hash *hash = object_new(vm, type);
    if (!hash) return VALUE_ERROR;
    digest_start(&hash->digest, kind);
    digest_add(&hash->digest, data, size);
    return value_of(hash);
}

NATIVE(hash_update) {
    const uint8_t *data;
    size_t size;
    if (!hash_input(vm, args[1], &data, &size)) return VALUE_ERROR;
    digest_add(&DIGEST(args[0]), data, size);
    return VALUE_NONE;
}
// The result for what was added so far; more may be added after it.
static size_t result_of(Value self, uint8_t *result) {
    Digest copy = DIGEST(self);
    digest_end(&copy, result);
    return digest_size(copy.kind);
}
NATIVE(hash_digest) {
    uint8_t result[DIGEST_SIZE_MAX];
    size_t size = result_of(args[0], result);
    return bytes_make(vm, result, size);
}
NATIVE(hash_hexdigest) {
    uint8_t result[DIGEST_SIZE_MAX];
    size_t size = result_of(args[0], result);
    return hash_hexadecimal(vm, result, size);
}
NATIVE(hash_copy) {
    Hash *copy = object_new(vm, type_of(args[0]));
    if (copy) copy->digest = DIGEST(args[0]);
    return value_of(copy);
}
static Value get_block_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)digest_block_size(DIGEST(self).kind));
}
static Value get_digest_size(Vm *vm, Value self) {
    return make_int(vm, (int64_t)digest_size(DIGEST(self).kind));
}
static Value get_name(Vm *vm, Value self) {
    return str_from_cstring(vm, type_leaf_name(type_of(self)));
}
static const NativeSpec methods[] = {
    {"update", hash_update, 2, 2, 0},
    {"digest", hash_digest, 1, 1, 0},
    {"hexdigest", hash_hexdigest, 1, 1, 0},
    {"copy", hash_copy, 1, 1, NATIVE_TYPED},
    {0},
};
static const MemberSpec members[] = {
    {"block_size", get_block_size, NULL},
    {"digest_size", get_digest_size, NULL},
    {"name", get_name, NULL},
    {0},
};

// The type's objects are made by the module's function alone.
#define HASH(id, module_name, KIND)                                                                \
    static Type id##_type = {                                                                      \
        .name = module_name "." #id,                                                               \
        .instance_size = sizeof(Hash),                                                             \
        .methods = methods,                                                                        \
        .members = members,                                                                        \
    };                                                                                             \
    NATIVE(id) {                                                                                   \
        return hash_make(vm, &id##_type, KIND, #id, args, count, names);                           \
    }
HASH(md5, "_md5", DIGEST_MD5)
HASH(sha1, "_sha1", DIGEST_SHA1)
HASH(sha224, "_sha256", DIGEST_SHA224)
HASH(sha256, "_sha256", DIGEST_SHA256)
HASH(sha384, "_sha512", DIGEST_SHA384)
HASH(sha512, "_sha512", DIGEST_SHA512)

#define MODULE(id, type_list, function_list)                                                       \
    bool module_##id##_make(Vm *vm, Module *module);                                               \
    bool module_##id##_make(Vm *vm, Module *module) {                                              \
        static Type *const types[] = type_list;                                                    \
        static const NativeSpec functions[] = function_list;                                       \
        return module_add_types(vm, NULL, types) && module_add_functions(vm, module, functions);   \
    }
#define LIST(...)                                                                                  \
    { __VA_ARGS__ }
#define FUNCTION(id)                                                                               \
    { #id, id, 0, -1, NATIVE_KEYWORDS }
MODULE(_md5, LIST(&md5_type, NULL), LIST(FUNCTION(md5), {0}))
MODULE(_sha1, LIST(&sha1_type, NULL), LIST(FUNCTION(sha1), {0}))
MODULE(_sha256, LIST(&sha224_type, &sha256_type, NULL),
       LIST(FUNCTION(sha224), FUNCTION(sha256), {0}))
MODULE(_sha512, LIST(&sha384_type, &sha512_type, NULL),
       LIST(FUNCTION(sha384), FUNCTION(sha512), {0}))
