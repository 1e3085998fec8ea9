// Reads the headers of ops.def and writes what follows from them: the list of opcodes, or the
// handlers with their operand traffic. Bodies are copied verbatim under #line and never looked
// into.
//
//     opgen opcodes ops.def              opcodes.h: enum, names, stack effects
//     opgen handlers ops.def [SEED]      handlers, operands in memory; SEED shuffles their order
//     opgen handlers-tos ops.def [SEED]  the same, top of stack in the register `tos`
//
// A header:  op(NAME, (inputs -- outputs), kind, cache(n), exit) else (-- outputs on the jump edge)
// An item of an effect is a name or an array name[expression in oparg].
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = 12, BLOCKS_MAX = 512, TEXT_MAX = 128 };

typedef struct {
    char name[TEXT_MAX];
    char size[TEXT_MAX]; // array: an expression in oparg; else empty
} Item;

typedef struct {
    Item items[ITEMS_MAX];
    int count;
} Effect;

typedef enum { BLOCK_OP, BLOCK_SLOW, BLOCK_LABEL } BlockKind;

typedef struct {
    BlockKind kind;
    char name[TEXT_MAX], operand[TEXT_MAX];
    Effect inputs, outputs, jump_outputs;
    bool jumps, exits;
    int caches;
    char *body; // from '{' to '}', newlines included
    int line;   // of the '{'
} Block;

static const char *file_name;
static int line_number;
static Block blocks[BLOCKS_MAX];
static int block_count;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
    va_list list;
    va_start(list, format);
    fprintf(stderr, "%s:%d: ", file_name, line_number);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    exit(1);
}

// --- reading ----------------------------------------------------------------------------------

static const char *skip_space(const char *at) {
    while (*at == ' ') at++;
    return at;
}

static const char *expect(const char *at, const char *text) {
    at = skip_space(at);
    if (strncmp(at, text, strlen(text))) fail("expected '%s' at: %s", text, at);
    return at + strlen(text);
}

static const char *read_word(const char *at, char *word) {
    at = skip_space(at);
    int size = 0;
    while (isalnum((unsigned char)*at) || *at == '_') {
        if (size == TEXT_MAX - 1) fail("name too long");
        word[size++] = *at++;
    }
    word[size] = 0;
    if (!size) fail("expected a name at: %s", at);
    return at;
}

// Items up to `end` ("--" or ")"), which is passed.
static const char *read_items(const char *at, Effect *effect, const char *end) {
    for (;;) {
        at = skip_space(at);
        if (!strncmp(at, end, strlen(end))) return at + strlen(end);
        if (effect->count) at = expect(at, ",");
        if (effect->count == ITEMS_MAX) fail("too many items");
        Item *item = &effect->items[effect->count++];
        at = skip_space(read_word(at, item->name));
        if (*at != '[') continue;
        int depth = 0, size = 0;
        do {
            depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
            if (!*at || size == TEXT_MAX - 1) fail("array size does not end");
            item->size[size++] = *at++;
        } while (depth);
        item->size[0] = '(';
        item->size[size - 1] = ')';
        item->size[size] = 0;
    }
}

static void read_header(const char *at, Block *block) {
    at = read_word(expect(at, "("), block->name);
    if (block->kind != BLOCK_OP) {
        expect(at, ")");
        return;
    }
    strcpy(block->operand, "none");
    at = read_items(expect(expect(at, ","), "("), &block->inputs, "--");
    at = skip_space(read_items(at, &block->outputs, ")"));
    while (*at == ',') {
        char word[TEXT_MAX];
        at = skip_space(read_word(at + 1, word));
        if (!strcmp(word, "cache")) {
            block->caches = atoi(at + 1);
            at = skip_space(expect(strchr(at, ')') ? strchr(at, ')') : "", ")"));
        } else if (!strcmp(word, "exit")) {
            block->exits = true;
        } else {
            strcpy(block->operand, word);
        }
    }
    at = skip_space(expect(at, ")"));
    block->jumps = !strcmp(block->operand, "jump");
    if (block->jumps) {
        read_items(expect(expect(at, "else"), "("), &block->jump_outputs, "--");
        at = strstr(at, "--") + 2;
        read_items(at, &block->jump_outputs, ")");
    }
}

static Block *find_op(const char *name) {
    for (int i = 0; i < block_count; i++)
        if (blocks[i].kind == BLOCK_OP && !strcmp(blocks[i].name, name)) return &blocks[i];
    return NULL;
}

static void read_file(void) {
    FILE *file = fopen(file_name, "r");
    if (!file) fail("cannot open");
    char line[1024];
    while (fgets(line, sizeof line, file)) {
        line_number++;
        static const char *const starts[] = {"op(", "slow(", "label("};
        int kind = -1;
        for (int i = 0; i < 3; i++)
            if (!strncmp(line, starts[i], strlen(starts[i]))) kind = i;
        if (kind < 0) {
            if (!strncmp(line, "//", 2) || line[0] == '\n') continue;
            fail("neither a comment, nor op, slow or label: %s", line);
        }
        if (block_count == BLOCKS_MAX) fail("too many blocks");
        Block *block = &blocks[block_count];
        block->kind = kind;
        read_header(strchr(line, '('), block);
        if (kind == BLOCK_OP && find_op(block->name)) fail("second op(%s)", block->name);
        if (kind == BLOCK_SLOW) {
            Block *op = find_op(block->name);
            if (!op) fail("slow(%s) before its op", block->name);
            Block copy = *op;
            *block = copy;
            block->kind = BLOCK_SLOW;
        }
        size_t size = 0, room = 1 << 16;
        block->body = malloc(room);
        block->line = line_number + 1;
        for (bool open = false;; open = true) {
            if (!fgets(line, sizeof line, file)) fail("the body of %s does not end", block->name);
            line_number++;
            if (!open && strcmp(line, "{\n")) fail("expected '{' alone on the line");
            if (size + strlen(line) + 1 > room) fail("body too long");
            strcpy(block->body + size, line);
            size += strlen(line);
            if (!strcmp(line, "}\n")) break;
        }
        block_count++;
    }
    fclose(file);
}

// --- effects ----------------------------------------------------------------------------------

// The C expression for the sizes of items [from, to).
static const char *size_expression(const Effect *effect, int from, int to) {
    static char buffers[8][1024];
    static int next;
    char *text = buffers[next++ % 8];
    int fixed = 0;
    char *end = text;
    for (int i = from; i < to; i++) {
        if (effect->items[i].size[0]) {
            end += sprintf(end, "%s%s", end == text ? "" : " + ", effect->items[i].size);
        } else {
            fixed++;
        }
    }
    if (fixed || end == text) sprintf(end, "%s%d", end == text ? "" : " + ", fixed);
    return text;
}

static bool has_array(const Effect *effect) {
    for (int i = 0; i < effect->count; i++)
        if (effect->items[i].size[0]) return true;
    return false;
}

// An output that stands where the input of the same name stood: nothing to store.
static bool is_peek(const Block *block, const Effect *outputs, int index) {
    if (index >= block->inputs.count) return false;
    for (int i = 0; i <= index; i++)
        if (strcmp(block->inputs.items[i].name, outputs->items[i].name) ||
            strcmp(block->inputs.items[i].size, outputs->items[i].size))
            return false;
    return true;
}

static bool is_input(const Block *block, const char *name) {
    for (int i = 0; i < block->inputs.count; i++)
        if (!strcmp(block->inputs.items[i].name, name)) return true;
    return false;
}

// --- writing: opcodes.h -----------------------------------------------------------------------

static void write_opcodes(void) {
    printf("// Generated from vm/ops.def.\n#ifndef OPCODES_H\n#define OPCODES_H\n\n"
           "#include <stdbool.h>\n#include <stdint.h>\n\n"
           "// X(name, operand kind, cache units, pops, pushes, pushes on the jump edge)\n"
           "#define OPCODES(X) \\\n");
    for (int i = 0; i < block_count; i++) {
        Block *block = &blocks[i];
        if (block->kind != BLOCK_OP) continue;
        printf("    X(%s, ", block->name);
        for (char *at = block->operand; *at; at++) putchar(toupper((unsigned char)*at));
        printf(", %d, %s", block->caches, size_expression(&block->inputs, 0, block->inputs.count));
        printf(", %s", size_expression(&block->outputs, 0, block->outputs.count));
        printf(", %s) \\\n", size_expression(&block->jump_outputs, 0, block->jump_outputs.count));
    }
    printf("\n#define OPCODES_EXIT(X)");
    for (int i = 0; i < block_count; i++)
        if (blocks[i].kind == BLOCK_OP && blocks[i].exits) printf(" X(%s)", blocks[i].name);
    printf("\n#define SLOW_BLOCKS(X)");
    for (int i = 0; i < block_count; i++)
        if (blocks[i].kind == BLOCK_SLOW) printf(" X(%s)", blocks[i].name);
    printf("\n#define LABEL_BLOCKS(X)");
    for (int i = 0; i < block_count; i++)
        if (blocks[i].kind == BLOCK_LABEL) printf(" X(%s)", blocks[i].name);
    printf("\n\ntypedef enum {\n");
    for (int i = 0; i < block_count; i++)
        if (blocks[i].kind == BLOCK_OP) printf("    OP_%s,\n", blocks[i].name);
    printf("    OPCODE_COUNT,\n} Opcode;\n\n#endif\n");
}

// --- writing: handlers ------------------------------------------------------------------------

static bool cache_top;

static void write_inputs(const Block *block) {
    const Effect *inputs = &block->inputs;
    if (cache_top && has_array(inputs)) printf("    SPILL();\n");
    for (int i = 0; i < inputs->count; i++) {
        const char *after = size_expression(inputs, i, inputs->count);
        const char *name = inputs->items[i].name;
        if (inputs->items[i].size[0]) {
            printf("    Value *%s UNUSED = sp - (%s);\n", name, after);
        } else if (cache_top && i == inputs->count - 1) {
            printf("    Value %s UNUSED = tos;\n", name);
        } else {
            printf("    Value %s UNUSED = sp[-(%s)];\n", name, after);
        }
    }
}

static void write_declarations(const Block *block, const Effect *outputs) {
    for (int i = 0; i < outputs->count; i++) {
        const Item *item = &outputs->items[i];
        if (is_input(block, item->name)) continue;
        if (item->size[0]) {
            printf("    Value *%s UNUSED = sp - (%s) + (%s);\n", item->name,
                   size_expression(&block->inputs, 0, block->inputs.count),
                   size_expression(outputs, 0, i));
        } else {
            printf("    Value %s UNUSED = VALUE_NULL;\n", item->name);
        }
    }
}

// Stores the outputs of an edge, moves sp once and keeps tos right. Each line ends with `end`.
static void write_outputs(const Block *block, const Effect *outputs, const char *end) {
    const Effect *inputs = &block->inputs;
    const char *pops = size_expression(inputs, 0, inputs->count);
    const char *pushes = size_expression(outputs, 0, outputs->count);
    int last = outputs->count - 1;
    printf("    CHECK_EFFECT(%s, %s);%s", pops, pushes, end);
    if (cache_top && !inputs->count && outputs->count) printf("    SPILL();%s", end);
    for (int i = 0; i < outputs->count; i++) {
        const Item *item = &outputs->items[i];
        bool peek = is_peek(block, outputs, i);
        // A peeked top of stack that is no longer the top goes to memory.
        if (peek && cache_top && i == inputs->count - 1 && i != last && !item->size[0])
            peek = false;
        if (peek || (cache_top && i == last && !item->size[0])) continue;
        if (item->size[0]) {
            if (is_input(block, item->name) && !is_peek(block, outputs, i)) {
                // The same array elsewhere on the stack: only SWAP and COPY do this, in place.
                for (int k = 0; k < inputs->count; k++)
                    if (!strcmp(inputs->items[k].name, item->name) &&
                        strcmp(size_expression(inputs, 0, k), size_expression(outputs, 0, i)))
                        fail("%s: array %s moves", block->name, item->name);
            }
            continue;
        }
        printf("    sp[-(%s) + (%s)] = %s;%s", pops, size_expression(outputs, 0, i), item->name,
               end);
    }
    if (strcmp(pops, pushes)) printf("    sp += (%s) - (%s);%s", pushes, pops, end);
    if (!cache_top || (!inputs->count && !outputs->count)) return;
    bool kept = last >= 0 && last == inputs->count - 1 && is_peek(block, outputs, last);
    if (last >= 0 && !outputs->items[last].size[0] && !(kept)) {
        // A peek below the old top comes back from memory, where it still is.
        if (is_peek(block, outputs, last))
            printf("    tos = sp[-1];%s", end);
        else
            printf("    tos = %s;%s", outputs->items[last].name, end);
    } else if (!kept || outputs->items[last].size[0]) {
        printf("    tos = sp[-1];%s", end);
    }
}

static bool has_slow(const Block *block) {
    for (int i = 0; i < block_count; i++)
        if (blocks[i].kind == BLOCK_SLOW && !strcmp(blocks[i].name, block->name)) return true;
    return false;
}

static void write_block(const Block *block) {
    if (block->kind == BLOCK_LABEL) {
        printf("LABEL(%s) {\n#line %d \"%s\"\n%s}\nEND(%s)\n\n", block->name, block->line,
               file_name, block->body, block->name);
        return;
    }
    const char *prefix = block->kind == BLOCK_SLOW ? "slow_" : "";
    if (block->jumps) {
        printf("#define JUMP() do { \\\n");
        write_outputs(block, &block->jump_outputs, " \\\n");
        printf("    pc += JUMP_OPERAND; \\\n    NEXT(); \\\n} while (0)\n");
    }
    if (block->kind == BLOCK_OP && has_slow(block))
        printf("#define SLOW() do { SPILL(); TAIL(slow_%s); } while (0)\n", block->name);
    printf("#undef HANDLER\n#define HANDLER OP_%s\n", block->name);
    printf("#line 1 \"operands\"\n%s(%s%s) {\n", block->kind == BLOCK_OP ? "OP" : "LABEL", prefix,
           block->name);
    printf("    SITE(OP_%s, %d);\n", block->name, block->kind == BLOCK_SLOW);
    write_inputs(block);
    write_declarations(block, &block->outputs);
    if (block->jumps) write_declarations(block, &block->jump_outputs);
    if (block->kind == BLOCK_OP) printf("    INJECT_HERE(OPERANDS);\n    INJECT_BODY();\n");
    printf("#line %d \"%s\"\n%s#line 1 \"operands\"\n", block->line, file_name, block->body);
    if (!block->exits) {
        write_outputs(block, &block->outputs, "\n");
        if (block->caches) printf("    pc += %d;\n", block->caches);
        printf("#line 1 \"fetch\"\n    INJECT_HERE(FETCH);\n    FETCH();\n"
               "#line 1 \"decode\"\n    INJECT_HERE(DECODE);\n    DECODE();\n"
               "#line 1 \"dispatch\"\n    INJECT_HERE(DISPATCH);\n    DISPATCH();\n"
               "#line 1 \"operands\"\n");
    }
    printf("}\nEND(%s%s)\n", prefix, block->name);
    if (block->jumps) printf("#undef JUMP\n");
    if (block->kind == BLOCK_OP && has_slow(block)) printf("#undef SLOW\n");
    printf("#undef HANDLER\n#define HANDLER OPCODE_COUNT\n\n");
}

static void write_handlers(uint64_t seed) {
    int order[BLOCKS_MAX];
    for (int i = 0; i < block_count; i++) order[i] = i;
    for (int i = block_count - 1; seed && i > 0; i--) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int other = (seed >> 33) % (i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
    printf("// Generated from vm/ops.def.\n\n");
    for (int i = 0; i < block_count; i++) write_block(&blocks[order[i]]);
}

int main(int count, char **arguments) {
    if (count < 3 || count > 4) {
        fprintf(stderr, "usage: opgen opcodes|handlers|handlers-tos ops.def [SEED]\n");
        return 2;
    }
    file_name = arguments[2];
    read_file();
    if (!strcmp(arguments[1], "opcodes")) {
        write_opcodes();
    } else if (!strncmp(arguments[1], "handlers", 8)) {
        cache_top = !strcmp(arguments[1], "handlers-tos");
        write_handlers(count == 4 ? strtoull(arguments[3], NULL, 10) : 0);
    } else {
        fail("unknown output %s", arguments[1]);
    }
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
