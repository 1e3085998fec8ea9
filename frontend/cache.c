// The file is a header and a payload of 32-bit words in the order of the fields of Code. Arrays of
// units and positions are used where they lie; texts too, for each is followed by a NUL.
#define _GNU_SOURCE
#include "frontend/cache.h"

#include "frontend/opcode.h"
#include "frontend/text/utf8.h"
#include "frontend/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT_VERSION "1" // also in the name of the file

enum { NESTING_MOST = 100 };

typedef struct {
    char magic[8];
    uint64_t opcodes; // hash of the opcode table
    int64_t seconds;
    uint64_t nanoseconds, source_size;
    uint64_t payload_size, checksum;
} Header;

static const char magic[8] = "7step-" FORMAT_VERSION "\n";

uint64_t cache_checksum(const void *payload, size_t size) {
    const unsigned char *bytes = payload;
    uint64_t sum = size * 0x9e3779b97f4a7c15u, word;
    // Four sums side by side, because each waits for its multiplications.
    uint64_t lanes[4] = {1, 2, 3, 4};
    for (; size >= 32; bytes += 32, size -= 32) {
#pragma GCC unroll 4
        for (int lane = 0; lane < 4; lane++) {
            memcpy(&word, bytes + lane * 8, 8);
            word = (lanes[lane] ^ word) * 0xff51afd7ed558ccdu;
            lanes[lane] = word << 29 | word >> 35;
        }
    }
    for (int lane = 0; lane < 4; lane++) sum = (sum ^ lanes[lane]) * 0x9e3779b97f4a7c15u;
    for (; size >= 8; bytes += 8, size -= 8) {
        memcpy(&word, bytes, 8);
        sum = (sum ^ word) * 0xff51afd7ed558ccdu;
        sum ^= sum >> 29;
    }
    word = 0;
    memcpy(&word, bytes, size);
    sum = (sum ^ word) * 0xc4ceb9fe1a85ec53u;
    return sum ^ sum >> 31;
}

static uint64_t opcode_table_hash(void) {
    static uint64_t hash;
    if (hash) return hash;
    hash = OPCODE_COUNT;
    for (int i = 0; i < OPCODE_COUNT; i++) {
        const OpcodeInfo *info = &opcode_infos[i];
        hash = hash * 31 + cache_checksum(info->name, strlen(info->name));
        hash = hash * 31 + info->kind * 8u + info->cache_units;
        for (int side = ITEMS_TAKEN; side <= ITEMS_JUMPING; side++) {
            OpcodeItem items[OPCODE_ITEMS_MOST];
            uint32_t count = opcode_items((unsigned)i, 5, (ItemSide)side, items);
            for (uint32_t k = 0; k < count; k++) {
                const char *name = item_names[items[k].name];
                hash = hash * 31 + cache_checksum(name, strlen(name)) + (uint64_t)items[k].count;
            }
        }
    }
    return hash;
}

static Header make_header(const CacheStamp *stamp, const void *payload, size_t size) {
    Header header = {
        .opcodes = opcode_table_hash(),
        .seconds = stamp->seconds,
        .nanoseconds = stamp->nanoseconds,
        .source_size = stamp->size,
        .payload_size = size,
        .checksum = cache_checksum(payload, size),
    };
    memcpy(header.magic, magic, sizeof magic);
    return header;
}

// --- writing ----------------------------------------------------------------------------------

typedef struct {
    Arena *arena;
    char *data;
    size_t size, room;
} Writer;

static void put(Writer *writer, const void *bytes, size_t size) {
    if (writer->room - writer->size < size) {
        size_t room = writer->room * 2 + size + 4096;
        char *grown = arena_alloc(writer->arena, room);
        if (writer->size) memcpy(grown, writer->data, writer->size);
        writer->data = grown;
        writer->room = room;
    }
    if (size) memcpy(writer->data + writer->size, bytes, size);
    writer->size += size;
}

static void put_word(Writer *writer, uint32_t word) {
    put(writer, &word, sizeof word);
}

static void put_text(Writer *writer, Text text) {
    static const char zeros[4];
    put_word(writer, text.size);
    put(writer, text.data, text.size);
    put(writer, zeros, 4 - text.size % 4); // at least one NUL
}

static void put_code(Writer *writer, const Code *code);

static void put_constant(Writer *writer, const Constant *constant) {
    put_word(writer, constant->kind);
    switch (constant->kind) {
    case CONSTANT_NONE:
    case CONSTANT_FALSE:
    case CONSTANT_TRUE:
    case CONSTANT_ELLIPSIS: break;
    case CONSTANT_INT: put(writer, &constant->integer, sizeof constant->integer); break;
    case CONSTANT_BIG_INT:
        put_word(writer, constant->big.negative);
        put_word(writer, constant->big.count);
        put(writer, constant->big.limbs, constant->big.count * sizeof(uint64_t));
        break;
    case CONSTANT_FLOAT: put(writer, &constant->real, sizeof constant->real); break;
    case CONSTANT_COMPLEX: put(writer, &constant->complex, sizeof constant->complex); break;
    case CONSTANT_STR:
    case CONSTANT_BYTES: put_text(writer, constant->text); break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
        put_word(writer, constant->items.count);
        for (uint32_t i = 0; i < constant->items.count; i++)
            put_constant(writer, constant->items.items[i]);
        break;
    case CONSTANT_CODE: put_code(writer, constant->code); break;
    }
}

static void put_code(Writer *writer, const Code *code) {
    put_text(writer, code->name);
    put_text(writer, code->qualname);
    const uint32_t words[] = {code->flags,
                              code->argument_count,
                              code->positional_only_count,
                              code->keyword_only_count,
                              code->first_line,
                              code->stack_depth,
                              code->free_count};
    put(writer, words, sizeof words);
    put_word(writer, code->slot_count);
    for (uint32_t i = 0; i < code->slot_count; i++) {
        put_text(writer, code->slot_names[i]);
        put_word(writer, code->slot_kinds[i]);
    }
    put_word(writer, code->unit_count);
    put(writer, code->units, code->unit_count * sizeof *code->units);
    put_word(writer, code->name_count);
    for (uint32_t i = 0; i < code->name_count; i++) put_text(writer, code->names[i]);
    put_word(writer, code->position_count);
    put(writer, code->positions, code->position_count * sizeof *code->positions);
    put_word(writer, code->handler_count);
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        const uint32_t parts[] = {handler->start, handler->end, handler->target, handler->depth,
                                  handler->push_offset};
        put(writer, parts, sizeof parts);
    }
    put_word(writer, code->constant_count);
    for (uint32_t i = 0; i < code->constant_count; i++) put_constant(writer, code->constants[i]);
}

void *cache_write(Arena *arena, const CacheStamp *stamp, const Code *code, size_t *size) {
    Writer writer = {.arena = arena};
    jmp_buf no_memory, *outer = arena->out_of_memory;
    if (setjmp(no_memory)) {
        arena->out_of_memory = outer;
        return NULL;
    }
    arena->out_of_memory = &no_memory;
    Header header = {0};
    put(&writer, &header, sizeof header);
    put_code(&writer, code);
    header = make_header(stamp, writer.data + sizeof header, writer.size - sizeof header);
    memcpy(writer.data, &header, sizeof header);
    arena->out_of_memory = outer;
    *size = writer.size;
    return writer.data;
}

// --- reading: nothing is believed -------------------------------------------------------------

typedef struct {
    Arena *arena;
    char *at, *end;
    Text filename;
    jmp_buf damaged;
} Reader;

static _Noreturn void give_up(Reader *reader) {
    longjmp(reader->damaged, 1);
}

static void *take(Reader *reader, size_t count, size_t size) {
    if (count > (size_t)(reader->end - reader->at) / size) give_up(reader);
    void *taken = reader->at;
    reader->at += count * size;
    return taken;
}

static uint32_t take_word(Reader *reader) {
    return *(const uint32_t *)take(reader, 1, sizeof(uint32_t));
}

// How many things follow, each of at least `size` bytes.
static uint32_t take_count(Reader *reader, size_t size) {
    uint32_t count = take_word(reader);
    if (count > (size_t)(reader->end - reader->at) / size) give_up(reader);
    return count;
}

static bool take_flag(Reader *reader) {
    uint32_t word = take_word(reader);
    if (word > 1) give_up(reader);
    return word;
}

static Text take_bytes(Reader *reader) {
    uint32_t size = take_word(reader);
    const char *data = take(reader, (size_t)size + 4 - size % 4, 1);
    if (data[size]) give_up(reader);
    return (Text){data, size};
}

// Most texts are shorter than two words, and more is behind them: these are looked at without a
// loop, of which nobody can foretell how often it turns.
static bool is_ascii(const Reader *reader, Text text) {
    static const unsigned char bits[32] = {
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
    };
    uint64_t words[2], asked[2], found = 0;
    const char *at = text.data, *end = at + text.size;
    for (; end - at > 16; at += 16) {
        memcpy(words, at, sizeof words);
        found |= words[0] | words[1];
    }
    if (reader->end - at < 16) {
        while (at < end) found |= (unsigned char)*at++;
    } else {
        memcpy(words, at, sizeof words);
        memcpy(asked, bits + 16 - (end - at), sizeof asked);
        found |= (words[0] & asked[0]) | (words[1] & asked[1]);
    }
    return !(found & 0x8080808080808080u);
}

static Text take_text(Reader *reader) {
    Text text = take_bytes(reader);
    if (!is_ascii(reader, text) && utf8_valid(text.data, text.size, true, NULL, NULL) != text.size)
        give_up(reader);
    return text;
}

static Code *take_code(Reader *reader, uint32_t nesting);

static void take_big_int(Reader *reader, Constant *constant) {
    constant->big.negative = take_flag(reader);
    uint32_t count = take_count(reader, sizeof(uint64_t));
    uint64_t *limbs = arena_array(reader->arena, uint64_t, count + 1);
    memcpy(limbs, take(reader, count, sizeof *limbs), count * sizeof *limbs);
    bool small =
        count == 0 || (count == 1 && limbs[0] <= (uint64_t)INT64_MAX + constant->big.negative);
    if (small || !limbs[count - 1]) give_up(reader);
    constant->big.limbs = limbs;
    constant->big.count = count;
}

static Constant *take_constant(Reader *reader, uint32_t nesting, bool inside) {
    if (nesting > NESTING_MOST) give_up(reader);
    Constant *constant = arena_new(reader->arena, Constant);
    uint32_t kind = take_word(reader);
    if (kind > CONSTANT_CODE) give_up(reader);
    constant->kind = (ConstantKind)kind;
    switch (constant->kind) {
    case CONSTANT_NONE:
    case CONSTANT_FALSE:
    case CONSTANT_TRUE:
    case CONSTANT_ELLIPSIS: break;
    case CONSTANT_INT: memcpy(&constant->integer, take(reader, 1, 8), 8); break;
    case CONSTANT_BIG_INT: take_big_int(reader, constant); break;
    case CONSTANT_FLOAT: memcpy(&constant->real, take(reader, 1, 8), 8); break;
    case CONSTANT_COMPLEX: memcpy(&constant->complex, take(reader, 1, 16), 16); break;
    case CONSTANT_STR: constant->text = take_text(reader); break;
    case CONSTANT_BYTES: constant->text = take_bytes(reader); break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET: {
        uint32_t count = take_count(reader, sizeof(uint32_t));
        constant->items.items = arena_room(reader->arena, Constant *, count);
        constant->items.count = count;
        for (uint32_t i = 0; i < count; i++)
            constant->items.items[i] = take_constant(reader, nesting + 1, true);
        break;
    }
    case CONSTANT_CODE:
        if (inside) give_up(reader); // code stands by itself
        constant->code = take_code(reader, nesting + 1);
        break;
    }
    return constant;
}

static Code *take_code(Reader *reader, uint32_t nesting) {
    if (nesting > NESTING_MOST) give_up(reader);
    Arena *arena = reader->arena;
    Code *code = arena_new(arena, Code);
    code->name = take_text(reader);
    code->qualname = take_text(reader);
    code->filename = reader->filename;
    code->flags = take_word(reader);
    code->argument_count = take_word(reader);
    code->positional_only_count = take_word(reader);
    code->keyword_only_count = take_word(reader);
    code->first_line = take_word(reader);
    code->stack_depth = take_word(reader);
    code->free_count = take_word(reader);
    code->slot_count = take_count(reader, 8);
    code->slot_names = arena_room(arena, Text, code->slot_count);
    code->slot_kinds = arena_room(arena, uint8_t, code->slot_count);
    for (uint32_t i = 0; i < code->slot_count; i++) {
        code->slot_names[i] = take_text(reader);
        uint32_t kind = take_word(reader);
        if (kind > UINT8_MAX) give_up(reader);
        code->slot_kinds[i] = (uint8_t)kind;
    }
    code->unit_count = take_count(reader, sizeof(Unit));
    code->units = take(reader, code->unit_count, sizeof(Unit));
    code->name_count = take_count(reader, 8);
    code->names = arena_room(arena, Text, code->name_count);
    for (uint32_t i = 0; i < code->name_count; i++) code->names[i] = take_text(reader);
    code->position_count = take_count(reader, sizeof(Position));
    code->positions = take(reader, code->position_count, sizeof(Position));
    code->handler_count = take_count(reader, 5 * sizeof(uint32_t));
    code->handlers = arena_room(arena, Handler, code->handler_count);
    for (uint32_t i = 0; i < code->handler_count; i++) {
        Handler *handler = &code->handlers[i];
        handler->start = take_word(reader);
        handler->end = take_word(reader);
        handler->target = take_word(reader);
        handler->depth = take_word(reader);
        handler->push_offset = take_flag(reader);
    }
    code->constant_count = take_count(reader, sizeof(uint32_t));
    code->constants = arena_room(arena, Constant *, code->constant_count);
    for (uint32_t i = 0; i < code->constant_count; i++)
        code->constants[i] = take_constant(reader, nesting, false);
    return code;
}

static Text copy_filename(Arena *arena, const char *filename) {
    size_t size = strlen(filename);
    char *copy = arena_alloc(arena, size + 1);
    memcpy(copy, filename, size);
    return (Text){copy, (uint32_t)size};
}

Code *cache_read(Arena *arena, void *bytes, size_t size, const CacheStamp *stamp,
                 const char *filename) {
    if (size < sizeof(Header)) return NULL;
    char *payload = (char *)bytes + sizeof(Header);
    Header header = make_header(stamp, payload, size - sizeof(Header));
    if (memcmp(&header, bytes, sizeof header)) return NULL;
    Reader reader = {.arena = arena, .at = payload, .end = (char *)bytes + size};
    jmp_buf *outer = arena->out_of_memory;
    if (setjmp(reader.damaged)) {
        arena->out_of_memory = outer;
        return NULL;
    }
    arena->out_of_memory = &reader.damaged; // no better than damage
    reader.filename = copy_filename(arena, filename);
    Code *code = take_code(&reader, 0);
    arena->out_of_memory = outer;
    char reason[200];
    if (reader.at != reader.end || !verify_code(code, reason, sizeof reason)) return NULL;
    return code;
}

// --- files ------------------------------------------------------------------------------------

bool cache_path(const char *source_path, char *path, size_t room) {
    size_t size = strlen(source_path);
    if (size < 4 || strcmp(source_path + size - 3, ".py")) return false;
    const char *slash = strrchr(source_path, '/'), *name = slash ? slash + 1 : source_path;
    int folder = (int)(name - source_path), leaf = (int)(source_path + size - 3 - name);
    return snprintf(path, room, "%.*s__pycache__/%.*s.sevenstep-" FORMAT_VERSION ".svc", folder,
                    source_path, leaf, name) < (int)room;
}

// The whole file in the arena; NULL if there is none, or none that can be a cache file.
static char *read_file(Arena *arena, const char *path, size_t *size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0) return NULL;
    if (fstat(file, &status) || !S_ISREG(status.st_mode) ||
        status.st_size < (off_t)sizeof(Header) || status.st_size > INT32_MAX) {
        close(file);
        return NULL;
    }
    size_t done = 0;
    *size = (size_t)status.st_size;
    jmp_buf no_memory, *outer = arena->out_of_memory;
    if (setjmp(no_memory)) {
        arena->out_of_memory = outer;
        close(file);
        return NULL;
    }
    arena->out_of_memory = &no_memory;
    char *bytes = arena_raw(arena, *size);
    arena->out_of_memory = outer;
    while (done < *size) {
        ssize_t count = read(file, bytes + done, *size - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        done += (size_t)count;
    }
    close(file);
    return done == *size ? bytes : NULL;
}

Code *cache_load(Arena *arena, const char *path, const CacheStamp *stamp, const char *filename) {
    size_t size;
    char *bytes = read_file(arena, path, &size);
    if (!bytes) return NULL;
    CacheStamp own;
    if (!stamp) {
        Header header;
        memcpy(&header, bytes, sizeof header);
        own = (CacheStamp){.seconds = header.seconds,
                           .nanoseconds = (uint32_t)header.nanoseconds,
                           .size = header.source_size};
    }
    return cache_read(arena, bytes, size, stamp ? stamp : &own, filename);
}

static bool write_all(int file, const char *bytes, size_t size) {
    while (size) {
        ssize_t count = write(file, bytes, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes += count;
        size -= (size_t)count;
    }
    return true;
}

// The file under a name of its own, beside the one that it will replace, in __pycache__, which is
// made if need be.
static int create_temporary(const char *path, char *temporary, size_t room) {
    if (snprintf(temporary, room, "%s.XXXXXX", path) >= (int)room) return -1;
    int file = mkostemp(temporary, O_CLOEXEC);
    if (file >= 0 || errno != ENOENT) return file;
    *strrchr(temporary, '/') = 0;
    if (mkdir(temporary, 0777)) return -1;
    snprintf(temporary, room, "%s.XXXXXX", path);
    return mkostemp(temporary, O_CLOEXEC);
}

bool cache_store(Arena *arena, const char *path, const CacheStamp *stamp, const Code *code) {
    char temporary[PATH_MAX];
    size_t size;
    void *bytes = cache_write(arena, stamp, code, &size);
    int file =
        bytes && strchr(path, '/') ? create_temporary(path, temporary, sizeof temporary) : -1;
    if (file < 0) return false;
    // Who may read the source may read what it became.
    bool written = write_all(file, bytes, size) && !fchmod(file, (stamp->mode & 0666) | 0200);
    written = !close(file) && written;
    if (written && !rename(temporary, path)) return true;
    unlink(temporary);
    return false;
}
