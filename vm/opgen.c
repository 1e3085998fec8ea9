// Reads the headers of ops.def and writes what follows from them: the list of opcodes, or the
// handlers with their operand traffic. Bodies are copied verbatim under #line and never looked
// into.
//
//     opgen opcodes ops.def              opcodes.h: enum, names, stack effects
//     opgen handlers ops.def [SEED]      handlers, operands in memory; SEED shuffles their order
//     opgen handlers-tos ops.def [SEED]  the same, top of stack in the register `tos`
//     opgen handlers-super, handlers-tos-super ops.def [SEED]   and those of superinstructions
//     opgen reference ops.def            the tables of OPCODES.md; the comment before an op says
//                                        what it means
//
// A header:  op(NAME, (inputs -- outputs), kind, cache(n), exit) else (-- outputs on the jump edge)
// An item of an effect is a name or an array name[expression in oparg].
// A superinstruction, after its components:  super(NAME) = NAME + NAME + ...
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = 12, BLOCKS_MAX = 512, TEXT_MAX = 128, MEANING_MAX = 1024 };
enum { OPCODES_MAX = 256, COMPONENTS_MAX = 8, HELD_MAX = 64 };

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
    char meaning[MEANING_MAX]; // the comment before it
    char section[TEXT_MAX];    // the ruled comment above it
    char *body;                // from '{' to '}', newlines included
    int line;                  // of the '{'
} Block;

typedef struct {
    char name[TEXT_MAX];
    const Block *components[COMPONENTS_MAX];
    int count;
} Super;

static const char *file_name;
static int line_number;
static Block blocks[BLOCKS_MAX];
static Super supers[OPCODES_MAX];
static int block_count, op_count, super_count;

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

// super(NAME) = NAME + NAME + ...
static void read_super(const char *at) {
    if (op_count + super_count == OPCODES_MAX) fail("more than %d opcodes", OPCODES_MAX);
    Super *super = &supers[super_count];
    at = expect(expect(read_word(expect(at, "super("), super->name), ")"), "=");
    for (;;) {
        char name[TEXT_MAX];
        at = skip_space(read_word(at, name));
        const Block *component = find_op(name);
        if (!component) fail("super(%s): no op(%s) before it", super->name, name);
        if (super->count == COMPONENTS_MAX)
            fail("super(%s): more than %d components", super->name, COMPONENTS_MAX);
        super->components[super->count++] = component;
        if (*at != '+') break;
        if (component->exits) fail("super(%s): nothing follows %s", super->name, name);
        at++;
    }
    if (*at != '\n') fail("expected '+' or the end of the line at: %s", at);
    if (super->count < 2) fail("super(%s): one component is no sequence", super->name);
    if (find_op(super->name)) fail("super(%s) is an op already", super->name);
    for (int i = 0; i < super_count; i++) {
        if (!strcmp(supers[i].name, super->name)) fail("second super(%s)", super->name);
        if (supers[i].count == super->count &&
            !memcmp(supers[i].components, super->components, sizeof super->components))
            fail("super(%s) is the same as super(%s)", super->name, supers[i].name);
    }
    super_count++;
}

// The comment that ends at the line before, and the last ruled one.
static char comment[MEANING_MAX], section[TEXT_MAX];

static void read_comment(const char *line) {
    const char *text = line + strspn(line, "/ ");
    size_t size = strcspn(text, "\n"), fill = strlen(comment);
    if (!strncmp(text, "--- ", 4)) {
        size = strcspn(text + 4, "-");
        while (size && text[3 + size] == ' ') size--;
        snprintf(section, sizeof section, "%.*s", (int)size, text + 4);
    } else if (fill + size + 2 < sizeof comment) {
        sprintf(comment + fill, "%s%.*s", fill ? " " : "", (int)size, text);
    }
    if (line[0] == '\n' || !strncmp(text, "---", 3)) comment[0] = 0;
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
        if (!strncmp(line, "super(", 6)) {
            read_super(line);
            continue;
        }
        if (kind < 0) {
            if (!strncmp(line, "//", 2) || line[0] == '\n') {
                read_comment(line);
                continue;
            }
            fail("neither a comment, nor op, slow, label or super: %s", line);
        }
        if (block_count == BLOCKS_MAX) fail("too many blocks");
        Block *block = &blocks[block_count];
        block->kind = kind;
        strcpy(block->meaning, comment);
        strcpy(block->section, section);
        comment[0] = 0;
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
        op_count += kind == BLOCK_OP;
        if (op_count + super_count > OPCODES_MAX) fail("more than %d opcodes", OPCODES_MAX);
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

// Numbered after the opcodes; only vm/load.c and dispatch/ know them.
static void write_supers(void) {
    printf("// X(name, cache units of the first component, components, OP_...)\n"
           "#define SUPERINSTRUCTIONS(X)");
    for (int i = 0; i < super_count; i++) {
        const Super *super = &supers[i];
        printf(" \\\n    X(%s, %d, %d", super->name, super->components[0]->caches, super->count);
        for (int k = 0; k < super->count; k++) printf(", OP_%s", super->components[k]->name);
        putchar(')');
    }
    printf("\n\n#if SUPER\nenum {\n    OPCODE_LAST = OPCODE_COUNT - 1,\n");
    for (int i = 0; i < super_count; i++) printf("    OP_%s,\n", supers[i].name);
    printf("};\n#endif\n\n");
}

// The items of every effect by name, for the verifier; names that name items anywhere, once each.
static void write_items(const Effect *effect) {
    for (int i = 0; i < effect->count; i++)
        printf("%sITEM(%s, %s, %d)", i ? " " : "", effect->items[i].name,
               effect->items[i].size[0] ? effect->items[i].size : "1",
               effect->items[i].size[0] != 0);
}

static void write_item_names(void) {
    static const char *names[BLOCKS_MAX * ITEMS_MAX];
    int count = 0;
    printf("#define ITEM_NAMES(X)");
    for (int i = 0; i < block_count; i++) {
        const Effect *effects[] = {&blocks[i].inputs, &blocks[i].outputs, &blocks[i].jump_outputs};
        if (blocks[i].kind != BLOCK_OP) continue;
        for (int k = 0; k < 3; k++) {
            for (int item = 0; item < effects[k]->count; item++) {
                const char *name = effects[k]->items[item].name;
                int at = 0;
                while (at < count && strcmp(names[at], name)) at++;
                if (at < count) continue;
                names[count++] = name;
                printf(" X(%s)", name);
            }
        }
    }
    printf("\n\n// X(name, what it takes, leaves, leaves on the jump edge), of ITEM(name, count, "
           "array)\n"
           "#define OPCODE_ITEMS(X) \\\n");
    for (int i = 0; i < block_count; i++) {
        const Block *block = &blocks[i];
        if (block->kind != BLOCK_OP) continue;
        printf("    X(%s, ", block->name);
        write_items(&block->inputs);
        printf(", ");
        write_items(&block->outputs);
        printf(", ");
        write_items(&block->jump_outputs);
        printf(") \\\n");
    }
    printf("\n\n");
}

// The front end looks an effect up by the opcode alone, unless the operand is a number of things.
static void check_effect(const Block *block) {
    const Effect *effects[] = {&block->inputs, &block->outputs, &block->jump_outputs};
    if (!strcmp(block->operand, "count") || !strcmp(block->operand, "flags")) return;
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < effects[k]->count; i++) {
            if (strstr(effects[k]->items[i].size, "oparg"))
                fail("op(%s): an effect in oparg takes an operand of kind count or flags",
                     block->name);
        }
    }
}

static void write_opcodes(void) {
    printf("// Generated from vm/ops.def.\n#ifndef OPCODES_H\n#define OPCODES_H\n\n"
           "#include <stdbool.h>\n#include <stdint.h>\n\n"
           "// X(name, operand kind, cache units, pops, pushes, pushes on the jump edge)\n"
           "#define OPCODES(X) \\\n");
    for (int i = 0; i < block_count; i++) {
        Block *block = &blocks[i];
        if (block->kind != BLOCK_OP) continue;
        check_effect(block);
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
    printf("    OPCODE_COUNT,\n} Opcode;\n\n");
    write_supers();
    write_item_names();
    printf("#endif\n");
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

static void write_next(void) {
    printf("#line 1 \"fetch\"\n    INJECT_HERE(FETCH);\n    FETCH();\n"
           "#line 1 \"decode\"\n    INJECT_HERE(DECODE);\n    DECODE();\n"
           "#line 1 \"dispatch\"\n    INJECT_HERE(DISPATCH);\n    DISPATCH();\n"
           "#line 1 \"operands\"\n");
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
    // After an array among the inputs the top is in memory, and its register free for the body.
    if (block->kind == BLOCK_OP && has_slow(block))
        printf("#define SLOW() do { %s(); TAIL(slow_%s); } while (0)\n",
               cache_top && has_array(&block->inputs) ? "READ_AGAIN" : "SPILL", block->name);
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
        write_next();
    }
    printf("}\nEND(%s%s)\n", prefix, block->name);
    if (block->jumps) printf("#undef JUMP\n");
    if (block->kind == BLOCK_OP && has_slow(block)) printf("#undef SLOW\n");
    printf("#undef HANDLER\n#define HANDLER OPCODE_COUNT\n\n");
}

// --- writing: superinstructions ---------------------------------------------------------------

// What stands on top of the stack in variables of C: held[held_count - 1] is the top. Below these
// all is in memory; `stored` is in memory as well. sp and pc are always those of the component that
// runs, which costs nothing: compilers add up the steps. SPILL() writes what is held to memory, so
// that whatever leaves a component (SLOW, CALL_OUT, the probe) finds the stack of the plain
// sequence.
typedef struct {
    char text[TEXT_MAX];
    bool stored;
} Held;
static Held held[HELD_MAX];
static int held_count, item_count;

// Between instructions: the cached top, if there is one.
static void hold_top(void) {
    held_count = cache_top;
    if (cache_top) held[0] = (Held){"tos", false};
}

static void push_held(Held *list, int *count, const char *text, bool stored) {
    if (*count == HELD_MAX) fail("a superinstruction holds too much");
    Held *made = &list[(*count)++];
    snprintf(made->text, sizeof made->text, "%s", text);
    made->stored = stored;
}

static void define_spill(void) {
    printf("#undef SPILL\n#define SPILL() ((void)0");
    for (int i = 0; i < held_count; i++)
        if (!held[i].stored) printf(", (void)(sp[-%d] = %s)", held_count - i, held[i].text);
    printf(")\n");
}

// Brings the stack into the form it has between instructions: `list` to memory, but for a cached
// top.
static void write_settled(const Held *list, int count, const char *end) {
    for (int i = 0; i < count - cache_top; i++)
        if (!list[i].stored) printf("    sp[-%d] = %s;%s", count - i, list[i].text, end);
    if (cache_top && !count) printf("    tos = sp[-1];%s", end);
    if (cache_top && count && strcmp(list[count - 1].text, "tos"))
        printf("    tos = %s;%s", list[count - 1].text, end);
}

// What is held after an edge of a component: outputs bear the names that its block gives them.
static int held_after(const Block *block, const Effect *outputs, Held *list) {
    int inputs = block->inputs.count, below = held_count > inputs ? held_count - inputs : 0;
    int count = 0, loaded = held_count < inputs ? inputs - held_count : 0;
    for (int i = 0; i < below; i++) push_held(list, &count, held[i].text, held[i].stored);
    for (int i = 0; i < outputs->count; i++) {
        if (!is_peek(block, outputs, i)) {
            push_held(list, &count, outputs->items[i].name, false);
        } else if (i >= loaded) { // else it stays where it is, in memory
            const Held *item = &held[below + i - loaded];
            push_held(list, &count, item->text, item->stored);
        }
    }
    return count;
}

static void write_move(const Block *block, const Effect *outputs, const char *end) {
    printf("    CHECK_EFFECT(%d, %d);%s", block->inputs.count, outputs->count, end);
    if (outputs->count != block->inputs.count)
        printf("    sp += %d;%s", outputs->count - block->inputs.count, end);
}

// The edge of a component that leaves the superinstruction.
static void write_edge(const Block *block, const Effect *outputs, const char *end) {
    Held after[HELD_MAX];
    int count = held_after(block, outputs, after);
    write_move(block, outputs, end);
    write_settled(after, count, end);
}

// The edge to the next component: outputs get variables that outlive the component's block. They
// are declared by declare_items().
static void write_passage(const Block *block) {
    Held after[HELD_MAX];
    int count = held_after(block, &block->outputs, after), first = item_count;
    for (int i = 0; i < block->outputs.count; i++) {
        if (is_peek(block, &block->outputs, i)) continue;
        printf("    item_%d = %s;\n", first++, block->outputs.items[i].name);
    }
    for (int i = count - (first - item_count); i < count; i++)
        sprintf(after[i].text, "item_%d", item_count++);
    write_move(block, &block->outputs, "\n");
    memcpy(held, after, sizeof held);
    held_count = count;
}

static void declare_items(const Block *block) {
    int number = item_count;
    for (int i = 0; i < block->outputs.count; i++)
        if (!is_peek(block, &block->outputs, i)) printf("    Value item_%d UNUSED;\n", number++);
}

static void write_held_inputs(const Block *block) {
    int count = block->inputs.count;
    for (int i = 0; i < count; i++) {
        int depth = count - i;
        const char *name = block->inputs.items[i].name;
        if (depth <= held_count)
            printf("    Value %s UNUSED = %s;\n", name, held[held_count - depth].text);
        else
            printf("    Value %s UNUSED = sp[-%d];\n", name, depth);
    }
}

static void define_leaving(const Block *block, bool first, bool arrays) {
    if (has_slow(block)) {
        printf("#define SLOW() do { %s(); ",
               cache_top && has_array(&block->inputs) ? "READ_AGAIN" : "SPILL");
        if (!first) printf("oparg = LAST_OPERAND(); ");
        if (cache_top && !held_count)
            printf("RELOAD(); ");
        else if (cache_top && strcmp(held[held_count - 1].text, "tos"))
            printf("tos = %s; ", held[held_count - 1].text);
        printf("TAIL(slow_%s); } while (0)\n", block->name);
    }
    if (!block->jumps) return;
    printf("#define JUMP() do { \\\n");
    (arrays ? write_outputs : write_edge)(block, &block->jump_outputs, " \\\n");
    printf("    pc += JUMP_OPERAND; \\\n    NEXT(); \\\n} while (0)\n");
}

static void write_component(const Block *block, bool first, bool last) {
    bool arrays =
        has_array(&block->inputs) || has_array(&block->outputs) || has_array(&block->jump_outputs);
    if (arrays) { // pointers into the stack: all is to lie there
        write_settled(held, held_count, "\n");
        if (!first) printf("    SETTLE();\n");
        hold_top();
    }
    for (int i = 0; block->exits && i < held_count - block->inputs.count; i++) {
        if (!held[i].stored) printf("    sp[-%d] = %s;\n", held_count - i, held[i].text);
        held[i].stored = true;
    }
    if (!last && !arrays) declare_items(block);
    define_spill();
    define_leaving(block, first, arrays);
    printf("#undef HANDLER\n#define HANDLER OP_%s\n#line 1 \"operands\"\n    {\n", block->name);
    if (!first)
        printf("#line 1 \"fetch\"\n    INJECT_HERE(FETCH);\n    FETCH_COMPONENT();\n"
               "#line 1 \"decode\"\n    INJECT_HERE(DECODE);\n    DECODE_COMPONENT();\n"
               "#line 1 \"operands\"\n    COMPONENT_SITE();\n");
    printf("    SITE(OP_%s, 0);\n", block->name);
    (arrays ? write_inputs : write_held_inputs)(block);
    write_declarations(block, &block->outputs);
    if (block->jumps) write_declarations(block, &block->jump_outputs);
    printf("    INJECT_HERE(OPERANDS);\n    INJECT_BODY();\n");
    printf("#line %d \"%s\"\n%s#line 1 \"operands\"\n", block->line, file_name, block->body);
    if (block->exits) {
        // nothing follows
    } else if (arrays) {
        write_outputs(block, &block->outputs, "\n");
        hold_top();
    } else if (last) {
        write_edge(block, &block->outputs, "\n");
    } else {
        write_passage(block);
    }
    if (block->caches) printf("    pc += %d;\n", block->caches);
    if (last && !block->exits) write_next();
    printf("    }\n");
    if (has_slow(block)) printf("#undef SLOW\n");
    if (block->jumps) printf("#undef JUMP\n");
}

static void write_super(const Super *super) {
    hold_top();
    item_count = 0;
    printf("#line 1 \"operands\"\nOP(%s) {\n", super->name);
    for (int i = 0; i < super->count; i++)
        write_component(super->components[i], i == 0, i == super->count - 1);
    printf("}\nEND(%s)\n#undef SPILL\n#define SPILL() SPILL_TOP()\n"
           "#undef HANDLER\n#define HANDLER OPCODE_COUNT\n\n",
           super->name);
}

static void write_handlers(uint64_t seed, bool with_supers) {
    int order[BLOCKS_MAX + OPCODES_MAX], count = block_count + (with_supers ? super_count : 0);
    for (int i = 0; i < count; i++) order[i] = i;
    for (int i = count - 1; seed && i > 0; i--) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int other = (seed >> 33) % (i + 1), kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
    printf("// Generated from vm/ops.def.\n\n");
    for (int i = 0; i < count; i++) {
        if (order[i] < block_count)
            write_block(&blocks[order[i]]);
        else
            write_super(&supers[order[i] - block_count]);
    }
}

// --- writing: the reference -------------------------------------------------------------------

static void show_effect(const Effect *effect) {
    for (int i = 0; i < effect->count; i++) {
        const char *size = effect->items[i].size;
        printf("%s%s", i ? ", " : "", effect->items[i].name);
        if (size[0]) printf("[%.*s]", (int)strlen(size) - 2, size + 1);
    }
}

static void write_reference(void) {
    static const char *const shown[][2] = {{"none", ""}, {"const", "constant"}};
    const char *last = "";
    for (int i = 0; i < block_count; i++) {
        const Block *block = &blocks[i];
        if (block->kind != BLOCK_OP) continue;
        if (strcmp(block->section, last))
            printf("\n## %s\n\n| opcode | operand | caches | takes → leaves | meaning |\n"
                   "|---|---|--:|---|---|\n",
                   block->section);
        last = block->section;
        const char *operand = block->operand;
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            if (!strcmp(operand, shown[k][0])) operand = shown[k][1];
        if (!block->meaning[0]) fail("op(%s) has no comment that says what it means", block->name);
        printf("| `%s` | %s | ", block->name, operand);
        if (block->caches) printf("%d", block->caches);
        printf(" | ");
        show_effect(&block->inputs);
        printf(" → ");
        show_effect(&block->outputs);
        if (block->jumps) {
            printf("; jumping: ");
            show_effect(&block->jump_outputs);
        }
        printf(" | %s |\n", block->meaning);
    }
    if (!super_count) return;
    printf(
        "\n## superinstructions\n\nNumbered after the opcodes; only in the memory of builds with "
        "`SUPER=1`, never in a file.\n\n");
    for (int i = 0; i < super_count; i++) {
        printf("- `%s`:", supers[i].name);
        for (int k = 0; k < supers[i].count; k++)
            printf("%s `%s`", k ? " +" : "", supers[i].components[k]->name);
        printf("\n");
    }
}

int main(int count, char **arguments) {
    if (count < 3 || count > 4) {
        fprintf(stderr, "usage: opgen opcodes|reference|handlers[-tos][-super] ops.def [SEED]\n");
        return 2;
    }
    file_name = arguments[2];
    read_file();
    if (!strcmp(arguments[1], "reference")) {
        write_reference();
        return fflush(stdout) || ferror(stdout) ? 1 : 0;
    }
    if (!strcmp(arguments[1], "opcodes")) {
        write_opcodes();
        return fflush(stdout) || ferror(stdout) ? 1 : 0;
    }
    for (int kind = 0; kind < 4; kind++) {
        static const char *const kinds[] = {"handlers", "handlers-tos", "handlers-super",
                                            "handlers-tos-super"};
        if (strcmp(arguments[1], kinds[kind])) continue;
        cache_top = kind & 1;
        write_handlers(count == 4 ? strtoull(arguments[3], NULL, 10) : 0, kind & 2);
        return fflush(stdout) || ferror(stdout) ? 1 : 0;
    }
    fail("unknown output %s", arguments[1]);
}
