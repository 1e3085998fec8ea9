// The module zlib. The library is loaded when the module is first imported: programs that never ask
// for it do not pay for it at their start, and where it is missing so is the module. What a stream
// needs is allocated in blocks of the collector, so no stream has to be closed.
#include "vm/module.h"

#if __has_include(<zlib.h>)

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <zlib.h>

#include "vm/types/bytes.h"

#define FUNCTIONS(FUNCTION)                                                                        \
    FUNCTION(zlibVersion)                                                                          \
    FUNCTION(adler32)                                                                              \
    FUNCTION(crc32)                                                                                \
    FUNCTION(deflateInit2_)                                                                        \
    FUNCTION(deflate)                                                                              \
    FUNCTION(deflateEnd)                                                                           \
    FUNCTION(deflateCopy)                                                                          \
    FUNCTION(deflateSetDictionary)                                                                 \
    FUNCTION(inflateInit2_)                                                                        \
    FUNCTION(inflate)                                                                              \
    FUNCTION(inflateEnd)                                                                           \
    FUNCTION(inflateCopy)                                                                          \
    FUNCTION(inflateSetDictionary)
#define DECLARE(name) static __typeof__(&name) p_##name;
FUNCTIONS(DECLARE)

static bool load(void) {
    void *library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
#define LOOK_UP(name)                                                                              \
    p_##name = (__typeof__(p_##name))dlsym(library, #name);                                        \
    if (!p_##name) return false;
    FUNCTIONS(LOOK_UP)
    return true;
}

enum { BLOCKS_MAX = 8, OUTPUT_ROOM = 16384, MEMORY_LEVEL = 8 };

// A Compress or Decompress. Once the end was reached and the library's part is gone, `z.state` is
// NULL, and the library refuses what is asked of it.
typedef struct {
    Object object;
    Value unused_data, unconsumed_tail, dictionary;
    bool eof;
    Vm *vm;
    void *blocks[BLOCKS_MAX]; // what the library has allocated
    z_stream z;
} Stream;
#define STREAM(value) ((Stream *)object_of(value))

static Value zlib_error;

static void stream_trace(Heap *heap, Object *object) {
    Stream *stream = (Stream *)object;
    gc_mark_value(heap, stream->unused_data);
    gc_mark_value(heap, stream->unconsumed_tail);
    gc_mark_value(heap, stream->dictionary);
    for (int i = 0; i < BLOCKS_MAX; i++) gc_mark_block(heap, stream->blocks[i]);
}

static void *stream_allocate(void *opaque, unsigned items, unsigned size) {
    Stream *stream = opaque;
    int place = 0;
    while (place < BLOCKS_MAX && stream->blocks[place]) place++;
    if (place == BLOCKS_MAX) return NULL;
    return stream->blocks[place] = gc_alloc_raw(stream->vm, (size_t)items * size);
}
static void stream_free(void *opaque, void *block) {
    Stream *stream = opaque;
    for (int i = 0; i < BLOCKS_MAX; i++)
        if (stream->blocks[i] == block) stream->blocks[i] = NULL;
}

static Stream *stream_new(Vm *vm, Type *type) {
    Value empty = bytes_make(vm, "", 0);
    Stream *stream = is_error(empty) ? NULL : object_new(vm, type);
    if (!stream) return NULL;
    stream->unused_data = stream->unconsumed_tail = empty;
    stream->vm = vm;
    stream->z = (z_stream){.zalloc = stream_allocate, .zfree = stream_free, .opaque = stream};
    return stream;
}

// Raises what the library complains of, unless there was no memory.
static bool complain(Stream *stream, int status, const char *doing) {
    Vm *vm = stream->vm;
    if (vm->raised) return false;
    if (status == Z_MEM_ERROR) return error_memory(vm), false;
    const char *reason = stream->z.msg;
    if (!reason && status == Z_BUF_ERROR) reason = "incomplete or truncated stream";
    if (!reason && status == Z_STREAM_ERROR) reason = "inconsistent stream state";
    if (!reason && status == Z_DATA_ERROR) reason = "invalid input data";
    error_raise(vm, (Type *)zlib_error, "Error %d %s%s%s", status, doing, reason ? ": " : "",
                reason ? reason : "");
    return false;
}

// --- what comes out -----------------------------------------------------------------------------

typedef struct {
    uint8_t *data; // a block
    size_t size, room, limit;
} Output;

// Room for more, at most up to the limit; false when raised.
static bool output_grow(Vm *vm, Output *output) {
    if (output->size < output->room) return true;
    size_t room = output->room > output->limit / 2 ? output->limit : 2 * output->room;
    uint8_t *data = gc_alloc_raw(vm, room);
    if (!data) return false;
    memcpy(data, output->data, output->size);
    output->data = data;
    output->room = room;
    return true;
}
static bool output_begin(Vm *vm, Output *output, size_t room, size_t limit) {
    *output = (Output){.room = room < limit ? room : limit, .limit = limit};
    output->data = gc_alloc_raw(vm, output->room);
    return output->data != NULL;
}
static Value output_bytes(Vm *vm, const Output *output) {
    return bytes_make(vm, output->data, output->size);
}
// One call of deflate or inflate, into what room there is.
static int step(Stream *stream, int (*function)(z_stream *, int), int flush, Output *output) {
    z_stream *z = &stream->z;
    size_t room = output->room - output->size;
    z->next_out = output->data + output->size;
    z->avail_out = room < UINT_MAX ? (unsigned)room : UINT_MAX;
    int status = function(z, flush);
    output->size = (size_t)(z->next_out - output->data);
    return status;
}
// Gives the library the next stretch of input.
static void feed(Stream *stream, const uint8_t **data, size_t *size) {
    unsigned count = *size < UINT_MAX ? (unsigned)*size : UINT_MAX;
    stream->z.next_in = (uint8_t *)*data;
    stream->z.avail_in = count;
    if (count) *data += count; // there may be none, at no address
    *size -= count;
}

// --- compressing --------------------------------------------------------------------------------

static bool compress_into(Stream *stream, const uint8_t *data, size_t size, int flush,
                          const char *doing, Output *output) {
    do {
        feed(stream, &data, &size);
        do {
            if (!output_grow(stream->vm, output)) return false;
            int status = step(stream, p_deflate, size ? Z_NO_FLUSH : flush, output);
            if (status == Z_STREAM_ERROR || status == Z_MEM_ERROR)
                return complain(stream, status, doing);
        } while (!stream->z.avail_out);
    } while (size);
    return true;
}

static Type compress_type, decompress_type;

NATIVE(zlib_compress) {
    static const char *const parameters[] = {"", "level", "wbits", NULL};
    Value values[3];
    const uint8_t *data;
    size_t size;
    int level = Z_DEFAULT_COMPRESSION, bits = MAX_WBITS;
    Output output;
    if (!arguments_parse(vm, "compress", parameters, 1, 1, args, count, names, values) ||
        (values[1] && !argument_int(vm, values[1], &level)) ||
        (values[2] && !argument_int(vm, values[2], &bits)) ||
        !buffer_peek(vm, values[0], &data, &size) ||
        !output_begin(vm, &output, OUTPUT_ROOM, SIZE_MAX))
        return VALUE_ERROR;
    Stream *stream = stream_new(vm, &compress_type);
    if (!stream) return VALUE_ERROR;
    int status = p_deflateInit2_(&stream->z, level, Z_DEFLATED, bits, MEMORY_LEVEL,
                                 Z_DEFAULT_STRATEGY, ZLIB_VERSION, sizeof stream->z);
    if (status == Z_STREAM_ERROR)
        return error_raise(vm, (Type *)zlib_error, "Bad compression level");
    if (status != Z_OK) return complain(stream, status, "while compressing data"), VALUE_ERROR;
    if (!compress_into(stream, data, size, Z_FINISH, "while compressing data", &output))
        return VALUE_ERROR;
    return output_bytes(vm, &output);
}

NATIVE(zlib_compressobj) {
    static const char *const parameters[] = {"level",    "method", "wbits", "memLevel",
                                             "strategy", "zdict",  NULL};
    int numbers[] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY};
    Value values[6];
    const uint8_t *dictionary = NULL;
    size_t size = 0;
    if (!arguments_parse(vm, "compressobj", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    for (int i = 0; i < 5; i++)
        if (values[i] && !argument_int(vm, values[i], &numbers[i])) return VALUE_ERROR;
    if (values[5] && !buffer_peek(vm, values[5], &dictionary, &size)) return VALUE_ERROR;
    if (size > UINT_MAX) return error_overflow(vm, "zdict length does not fit in an unsigned int");
    Stream *stream = stream_new(vm, &compress_type);
    if (!stream) return VALUE_ERROR;
    int status = p_deflateInit2_(&stream->z, numbers[0], numbers[1], numbers[2], numbers[3],
                                 numbers[4], ZLIB_VERSION, sizeof stream->z);
    if (status == Z_STREAM_ERROR) return error_value(vm, "Invalid initialization option");
    if (status != Z_OK)
        return complain(stream, status, "while creating compression object"), VALUE_ERROR;
    if (dictionary) status = p_deflateSetDictionary(&stream->z, dictionary, (unsigned)size);
    if (status == Z_STREAM_ERROR) return error_value(vm, "Invalid dictionary");
    if (status != Z_OK) return error_value(vm, "deflateSetDictionary()");
    return value_of(stream);
}

NATIVE(compress_compress) {
    static const char *const parameters[] = {"", NULL};
    Value input;
    const uint8_t *data;
    size_t size;
    Output output;
    if (!arguments_parse(vm, "compress", parameters, 1, 1, args + 1, count - 1, names, &input) ||
        !buffer_peek(vm, input, &data, &size) ||
        !output_begin(vm, &output, OUTPUT_ROOM, SIZE_MAX) ||
        !compress_into(STREAM(args[0]), data, size, Z_NO_FLUSH, "while compressing data", &output))
        return VALUE_ERROR;
    return output_bytes(vm, &output);
}
NATIVE(compress_flush) {
    Stream *stream = STREAM(args[0]);
    int mode = Z_FINISH;
    Output output;
    if (count > 1 && !argument_int(vm, args[1], &mode)) return VALUE_ERROR;
    if (mode == Z_NO_FLUSH) return bytes_make(vm, "", 0);
    if (!output_begin(vm, &output, OUTPUT_ROOM, SIZE_MAX) ||
        !compress_into(stream, NULL, 0, mode, "while flushing", &output))
        return VALUE_ERROR;
    if (mode == Z_FINISH) p_deflateEnd(&stream->z);
    return output_bytes(vm, &output);
}

// --- decompressing ------------------------------------------------------------------------------

static bool set_dictionary(Stream *stream) {
    const uint8_t *data;
    size_t size;
    Vm *vm = stream->vm;
    if (!buffer_peek(vm, stream->dictionary, &data, &size)) return false;
    if (size > UINT_MAX)
        return error_overflow(vm, "zdict length does not fit in an unsigned int"), false;
    int status = p_inflateSetDictionary(&stream->z, data, (unsigned)size);
    return status == Z_OK || complain(stream, status, "while setting zdict");
}

// Decompresses until the input or the room is used up, the stream ends or something is wrong, which
// *status says. False when raised.
static bool decompress_into(Stream *stream, const uint8_t *data, size_t size, int flush,
                            Output *output, int *status) {
    do {
        feed(stream, &data, &size);
        do {
            if (output->size == output->limit) return true;
            if (!output_grow(stream->vm, output)) return false;
            *status = step(stream, p_inflate, flush, output);
            if (*status == Z_MEM_ERROR)
                return complain(stream, *status, "while decompressing data");
            if (*status == Z_NEED_DICT && stream->dictionary) {
                if (!set_dictionary(stream)) return false;
            } else if (*status != Z_OK && *status != Z_BUF_ERROR) {
                return true;
            }
        } while (!stream->z.avail_out || *status == Z_NEED_DICT);
    } while (size);
    return true;
}

NATIVE(zlib_decompress) {
    static const char *const parameters[] = {"", "wbits", "bufsize", NULL};
    Value values[3];
    const uint8_t *data;
    size_t size;
    int bits = MAX_WBITS, status = Z_OK;
    int64_t room = OUTPUT_ROOM;
    Output output;
    if (!arguments_parse(vm, "decompress", parameters, 1, 1, args, count, names, values) ||
        (values[1] && !argument_int(vm, values[1], &bits)) ||
        (values[2] && !argument_size(vm, values[2], &room)) ||
        !buffer_peek(vm, values[0], &data, &size))
        return VALUE_ERROR;
    if (room < 0) return error_value(vm, "bufsize must be non-negative");
    Stream *stream = stream_new(vm, &decompress_type);
    if (!stream || !output_begin(vm, &output, room ? (size_t)room : 1, SIZE_MAX))
        return VALUE_ERROR;
    status = p_inflateInit2_(&stream->z, bits, ZLIB_VERSION, sizeof stream->z);
    if (status != Z_OK)
        return complain(stream, status, "while preparing to decompress data"), VALUE_ERROR;
    if (!decompress_into(stream, data, size, Z_SYNC_FLUSH, &output, &status)) return VALUE_ERROR;
    if (status == Z_OK) status = Z_BUF_ERROR;
    if (status != Z_STREAM_END)
        return complain(stream, status, "while decompressing data"), VALUE_ERROR;
    return output_bytes(vm, &output);
}

NATIVE(zlib_decompressobj) {
    static const char *const parameters[] = {"wbits", "zdict", NULL};
    Value values[2];
    int bits = MAX_WBITS;
    if (!arguments_parse(vm, "decompressobj", parameters, 0, 0, args, count, names, values) ||
        (values[0] && !argument_int(vm, values[0], &bits)))
        return VALUE_ERROR;
    if (values[1] && !object_has_buffer(values[1]))
        return error_type(vm, "zdict argument must support the buffer protocol");
    Stream *stream = stream_new(vm, &decompress_type);
    if (!stream) return VALUE_ERROR;
    stream->dictionary = values[1];
    int status = p_inflateInit2_(&stream->z, bits, ZLIB_VERSION, sizeof stream->z);
    if (status == Z_STREAM_ERROR) return error_value(vm, "Invalid initialization option");
    if (status != Z_OK)
        return complain(stream, status, "while creating decompression object"), VALUE_ERROR;
    if (values[1] && bits < 0 && !set_dictionary(stream)) return VALUE_ERROR;
    return value_of(stream);
}

// Keeps what was not read: behind the end of the stream, or for want of room.
static bool save_rest(Stream *stream, const uint8_t *data, size_t size, int status) {
    Vm *vm = stream->vm;
    const uint8_t *read = stream->z.next_in ? stream->z.next_in : data;
    size_t left = size - (size_t)(read - data);
    if (status == Z_STREAM_END && left) {
        Value rest = bytes_make(vm, read, left);
        Value all = is_error(rest) ? rest : bytes_concatenate(vm, stream->unused_data, rest);
        if (is_error(all)) return false;
        stream->unused_data = all;
        // As CPython has it: only where there was a tail, it becomes what is behind the end, too.
        if (!bytes_of(stream->unconsumed_tail)->length) left = 0;
    }
    Value tail = bytes_make(vm, read, left);
    if (is_error(tail)) return false;
    stream->unconsumed_tail = tail;
    return true;
}

NATIVE(decompress_decompress) {
    static const char *const parameters[] = {"", "max_length", NULL};
    Stream *stream = STREAM(args[0]);
    Value values[2];
    const uint8_t *data;
    size_t size;
    int64_t limit = 0;
    int status = Z_OK;
    Output output;
    if (!arguments_parse(vm, "decompress", parameters, 1, 1, args + 1, count - 1, names, values) ||
        (values[1] && !argument_size(vm, values[1], &limit)))
        return VALUE_ERROR;
    if (limit < 0) return error_value(vm, "max_length must be non-negative");
    if (!buffer_peek(vm, values[0], &data, &size) ||
        !output_begin(vm, &output, OUTPUT_ROOM, limit ? (size_t)limit : SIZE_MAX) ||
        !decompress_into(stream, data, size, Z_SYNC_FLUSH, &output, &status) ||
        !save_rest(stream, data, size, status))
        return VALUE_ERROR;
    if (status == Z_STREAM_END)
        stream->eof = true;
    else if (status != Z_OK && status != Z_BUF_ERROR)
        return complain(stream, status, "while decompressing data"), VALUE_ERROR;
    return output_bytes(vm, &output);
}
NATIVE(decompress_flush) {
    Stream *stream = STREAM(args[0]);
    int64_t room = OUTPUT_ROOM;
    int status = Z_OK;
    Output output;
    if (count > 1 && !argument_size(vm, args[1], &room)) return VALUE_ERROR;
    if (room <= 0) return error_value(vm, "length must be greater than zero");
    Bytes *tail = bytes_of(stream->unconsumed_tail);
    if (!output_begin(vm, &output, (size_t)room, SIZE_MAX) ||
        !decompress_into(stream, tail->data, tail->length, Z_FINISH, &output, &status) ||
        !save_rest(stream, tail->data, tail->length, status))
        return VALUE_ERROR;
    if (status == Z_STREAM_END) {
        stream->eof = true;
        p_inflateEnd(&stream->z);
    }
    return output_bytes(vm, &output);
}

// --- both kinds of streams ----------------------------------------------------------------------

NATIVE(stream_copy) {
    Stream *stream = STREAM(args[0]), *copy = stream_new(vm, type_of(args[0]));
    if (!copy) return VALUE_ERROR;
    copy->unused_data = stream->unused_data;
    copy->unconsumed_tail = stream->unconsumed_tail;
    copy->dictionary = stream->dictionary;
    copy->eof = stream->eof;
    // The library copies the stream and allocates by what it finds in the copy.
    stream->z.opaque = copy;
    int status = type_of(args[0]) == &compress_type ? p_deflateCopy(&copy->z, &stream->z)
                                                    : p_inflateCopy(&copy->z, &stream->z);
    stream->z.opaque = stream;
    if (status == Z_STREAM_ERROR) return error_value(vm, "Inconsistent stream state");
    if (status == Z_OK) return value_of(copy);
    if (type_of(args[0]) == &compress_type)
        complain(stream, status, "while copying compression object");
    else
        complain(stream, status, "while copying decompression object");
    return VALUE_ERROR;
}

static const NativeSpec compress_methods[] = {
    {"compress", compress_compress, 1, -1, NATIVE_KEYWORDS},
    {"flush", compress_flush, 1, 2, NATIVE_TYPED},
    {"copy", stream_copy, 1, 1, NATIVE_TYPED},
    {"__copy__", stream_copy, 1, 1, NATIVE_TYPED},
    {"__deepcopy__", stream_copy, 2, 2, NATIVE_TYPED},
    {0},
};
static const NativeSpec decompress_methods[] = {
    {"decompress", decompress_decompress, 1, -1, NATIVE_KEYWORDS},
    {"flush", decompress_flush, 1, 2, NATIVE_TYPED},
    {"copy", stream_copy, 1, 1, NATIVE_TYPED},
    {"__copy__", stream_copy, 1, 1, NATIVE_TYPED},
    {"__deepcopy__", stream_copy, 2, 2, NATIVE_TYPED},
    {0},
};
static Value get_unused_data(Vm *vm, Value self) {
    (void)vm;
    return STREAM(self)->unused_data;
}
static Value get_unconsumed_tail(Vm *vm, Value self) {
    (void)vm;
    return STREAM(self)->unconsumed_tail;
}
static Value get_eof(Vm *vm, Value self) {
    (void)vm;
    return make_bool(STREAM(self)->eof);
}
static const MemberSpec decompress_members[] = {
    {"unused_data", get_unused_data, member_read_only},
    {"unconsumed_tail", get_unconsumed_tail, member_read_only},
    {"eof", get_eof, member_read_only},
    {0},
};
static Type compress_type = {
    .name = "zlib.Compress",
    .instance_size = sizeof(Stream),
    .trace = stream_trace,
    .methods = compress_methods,
    .make = instance_refuse,
};
static Type decompress_type = {
    .name = "zlib.Decompress",
    .instance_size = sizeof(Stream),
    .trace = stream_trace,
    .methods = decompress_methods,
    .members = decompress_members,
    .make = instance_refuse,
};
static Type *const types[] = {&compress_type, &decompress_type, NULL};

// --- the module ---------------------------------------------------------------------------------

// A checksum that goes on from the second argument, or begins.
static Value checksum(Vm *vm, Value *args, size_t count, uint32_t sum,
                      uLong (*function)(uLong, const Bytef *, uInt)) {
    const uint8_t *data;
    size_t size;
    if (!buffer_peek(vm, args[0], &data, &size) ||
        (count > 1 && !argument_low_bits(vm, args[1], &sum)))
        return VALUE_ERROR;
    while (size) {
        unsigned part = size < UINT_MAX ? (unsigned)size : UINT_MAX;
        sum = (uint32_t)function(sum, data, part);
        data += part;
        size -= part;
    }
    return make_int(vm, sum);
}
NATIVE(zlib_adler32) {
    return checksum(vm, args, count, 1, p_adler32);
}
NATIVE(zlib_crc32) {
    return checksum(vm, args, count, 0, p_crc32);
}

static const NativeSpec functions[] = {
    {"adler32", zlib_adler32, 1, 2, 0},
    {"compress", zlib_compress, 0, -1, NATIVE_KEYWORDS},
    {"compressobj", zlib_compressobj, 0, -1, NATIVE_KEYWORDS},
    {"crc32", zlib_crc32, 1, 2, 0},
    {"decompress", zlib_decompress, 0, -1, NATIVE_KEYWORDS},
    {"decompressobj", zlib_decompressobj, 0, -1, NATIVE_KEYWORDS},
    {0},
};
static const struct {
    const char *name;
    int value;
} constants[] = {
    {"MAX_WBITS", MAX_WBITS},
    {"DEFLATED", Z_DEFLATED},
    {"DEF_MEM_LEVEL", MEMORY_LEVEL},
    {"DEF_BUF_SIZE", OUTPUT_ROOM},
    {"Z_NO_COMPRESSION", Z_NO_COMPRESSION},
    {"Z_BEST_SPEED", Z_BEST_SPEED},
    {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION},
    {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION},
    {"Z_FILTERED", Z_FILTERED},
    {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY},
    {"Z_RLE", Z_RLE},
    {"Z_FIXED", Z_FIXED},
    {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY},
    {"Z_NO_FLUSH", Z_NO_FLUSH},
    {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH},
    {"Z_SYNC_FLUSH", Z_SYNC_FLUSH},
    {"Z_FULL_FLUSH", Z_FULL_FLUSH},
    {"Z_FINISH", Z_FINISH},
    {"Z_BLOCK", Z_BLOCK},
    {"Z_TREES", Z_TREES},
};

static bool fill(Vm *vm, Module *module) {
    if (!zlib_error) zlib_error = exception_type_make(vm, "zlib.error", error_types.Exception);
    Value version = str_from_cstring(vm, ZLIB_VERSION);
    Value running = str_from_cstring(vm, p_zlibVersion());
    Value own = str_from_cstring(vm, "1.0");
    if (is_error(version) || is_error(running) || is_error(own) ||
        !module_set(vm, module, "error", zlib_error) ||
        !module_set(vm, module, "ZLIB_VERSION", version) ||
        !module_set(vm, module, "ZLIB_RUNTIME_VERSION", running) ||
        !module_set(vm, module, "__version__", own))
        return false;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (!module_set_int(vm, module, constants[i].name, constants[i].value)) return false;
    return module_add_types(vm, NULL, types) && module_add_functions(vm, module, functions);
}

#else

static bool load(void) {
    return false;
}
static bool fill(Vm *vm, Module *module) {
    (void)vm, (void)module;
    return true;
}

#endif

bool module_zlib_make(Vm *vm, Module *module);
bool module_zlib_make(Vm *vm, Module *module) {
    if (!load()) {
        error_raise(vm, error_types.ModuleNotFoundError, "No module named 'zlib'");
        return false;
    }
    return fill(vm, module);
}
