// What the compiler makes of each file, for tests to look at:
//     code_json json FILE...      one line of JSON a file: the code object and all inside it
//     code_json errors FILE...    one line a file: its error, or OK
//     code_json warnings FILE...  the warnings
//     code_json verify FILE...    only files that fail to compile or to verify
//     code_json payload FILE...   what a cache file would hold behind its header
// Every code object is verified on the way. Exit status 1 if any file failed.
#include "frontend/cache.h"
#include "frontend/constant.h"
#include "frontend/error.h"
#include "frontend/opcode.h"
#include "frontend/source.h"
#include "frontend/verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CACHE_HEADER_SIZE = 56 };

static void put_text(Text text) {
    putchar('"');
    for (uint32_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte < ' ')
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

static void put_code(Arena *arena, const Code *code);

static void put_constants(Arena *arena, const Code *code) {
    for (uint32_t i = 0; i < code->constant_count; i++) {
        const Constant *constant = code->constants[i];
        if (i) putchar(',');
        if (constant->kind == CONSTANT_CODE)
            put_code(arena, constant->code);
        else
            put_text(constant_repr(arena, constant));
    }
}

// [offset, name, operand or jump target, line, end line, column, end column]
static void put_units(const Code *code) {
    uint32_t position = 0;
    for (uint32_t at = 0; at < code->unit_count;) {
        unsigned opcode = unit_opcode(code->units[at]);
        uint32_t size = 1 + opcode_infos[opcode].cache_units;
        while (position + 1 < code->position_count && code->positions[position + 1].start <= at)
            position++;
        Position where = code->positions[position];
        int64_t operand = unit_operand(code->units[at]);
        if (opcode_infos[opcode].kind == OPERAND_JUMP)
            operand = (int64_t)at + size + unit_jump(code->units[at]);
        printf("%s[%u,\"%s\",%lld,%u,%u,%d,%d]", at ? "," : "", at, opcode_infos[opcode].name,
               (long long)operand, where.line, where.end_line, (int)where.column,
               (int)where.end_column);
        at += size;
    }
}

static void put_code(Arena *arena, const Code *code) {
    fputs("{\"name\":", stdout);
    put_text(code->name);
    fputs(",\"qualname\":", stdout);
    put_text(code->qualname);
    printf(",\"flags\":%u,\"arguments\":[%u,%u,%u],\"first_line\":%u,\"depth\":%u", code->flags,
           code->argument_count, code->positional_only_count, code->keyword_only_count,
           code->first_line, code->stack_depth);
    fputs(",\"names\":[", stdout);
    for (uint32_t i = 0; i < code->name_count; i++) {
        if (i) putchar(',');
        put_text(code->names[i]);
    }
    fputs("],\"slots\":[", stdout);
    for (uint32_t i = 0; i < code->slot_count; i++) {
        fputs(i ? ",[" : "[", stdout);
        put_text(code->slot_names[i]);
        printf(",%u]", code->slot_kinds[i]);
    }
    fputs("],\"constants\":[", stdout);
    put_constants(arena, code);
    fputs("],\"units\":[", stdout);
    put_units(code);
    fputs("],\"handlers\":[", stdout);
    for (uint32_t i = 0; i < code->handler_count; i++) {
        const Handler *handler = &code->handlers[i];
        printf("%s[%u,%u,%u,%u,%d]", i ? "," : "", handler->start, handler->end, handler->target,
               handler->depth, handler->push_offset);
    }
    fputs("]}", stdout);
}

static bool show_file(const char *command, const char *path) {
    size_t size;
    char *source = source_read_file(path, &size);
    if (!source) {
        fprintf(stderr, "code_json: cannot read '%s': %s\n", path, strerror(errno));
        return false;
    }
    Arena arena;
    FrontendError error;
    FrontendWarning *warnings;
    char reason[200] = "";
    arena_init(&arena);
    const Code *code = frontend_compile(&arena, source, size, path, MODE_EXEC, &error, &warnings);
    bool sound = code && verify_code(code, reason, sizeof reason);
    bool errors = !strcmp(command, "errors");
    if (!code) {
        if (errors || !strcmp(command, "verify"))
            printf("%s: %.*s (%u, %u, %u, %u)\n", error_status_name(error.status),
                   (int)error.message.size, error.message.data, error.line, error.column,
                   error.end_line, error.end_column);
        if (!strcmp(command, "json")) puts("null");
    } else if (!sound) {
        printf("%s does not verify: %s\n", path, reason);
    } else if (errors) {
        puts("OK");
    } else if (!strcmp(command, "json")) {
        put_code(&arena, code);
        putchar('\n');
    } else if (!strcmp(command, "warnings")) {
        for (; warnings; warnings = warnings->next)
            printf("%u %s: %.*s\n", warnings->line, warnings->category, (int)warnings->message.size,
                   warnings->message.data);
    } else if (!strcmp(command, "payload")) {
        static const CacheStamp stamp;
        const char *bytes = cache_write(&arena, &stamp, code, &size);
        fwrite(bytes + CACHE_HEADER_SIZE, 1, size - CACHE_HEADER_SIZE, stdout);
    }
    arena_free(&arena);
    free(source);
    return sound;
}

int main(int count, char **arguments) {
    bool fine = count > 2;
    if (!fine) fputs("usage: code_json json|errors|warnings|verify|payload FILE...\n", stderr);
    for (int i = 2; i < count; i++) fine &= show_file(arguments[1], arguments[i]);
    return !fine;
}
