// Writes the C source of a synthetic interpreter: N opcodes in the shape of one dispatch strategy.
// It is what the audit is tried on: small enough to break (40 trivial opcodes), or at full size
// (200 with tests, slow blocks, calls and loops), long before and apart from the real machine.
// The shapes are those of dispatch/: labels or functions op_NAME and slow_NAME, and handler_table.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum Strategy { SWITCH, TABLE, GOTO, DIRECT, TAIL, STRATEGY_COUNT } Strategy;

static const char *const strategy_names[STRATEGY_COUNT] = {"switch", "table", "goto", "direct",
                                                           "tail"};

static const char prologue[] =
    "#include <stdint.h>\n"
    "typedef struct Vm { int64_t pending, count; } Vm;\n"
    "typedef struct Frame { int64_t *locals; const void *saved_pc; int64_t *saved_sp; } Frame;\n"
    "int64_t helper_slow(Vm *vm, int64_t left, int64_t right, int number);\n"
    "int64_t helper_call(Vm *vm, Frame *frame, int64_t *sp, int number);\n"
    "const void *helper_unwind(Vm *vm, Frame *frame);\n";

// What stands in each strategy's file: the registers' types and the macros the handlers use.
static const char *const shapes[STRATEGY_COUNT] = {
    [SWITCH] = "#define OP(name) case OP_##name: op_##name: __attribute__((unused));\n"
               "#define LABEL(name) name: __attribute__((unused));\n"
               "#define TAIL(name) goto name\n"
               "#define DISPATCH() do { KEEP(); goto next; } while (0)\n"
               "#define EXIT() return 0\n",
    [TABLE] =
        "#define OP(name) static const Unit *op_##name(PARAMETERS) {\n"
        "#define LABEL(name) static __attribute__((noinline)) const Unit *name(PARAMETERS) {\n"
        "#define END }\n"
        "#define TAIL(name) return name(ARGUMENTS)\n"
        "#define DISPATCH() do { KEEP(); frame->saved_sp = sp; return pc; } while (0)\n"
        "#define EXIT() return 0\n",
    [GOTO] = "#define OP(name) op_##name:\n"
             "#define LABEL(name) name: __attribute__((unused));\n"
             "#define TAIL(name) goto name\n"
             "#define DISPATCH() do { KEEP(); goto *handler_table[*pc & 255]; } while (0)\n"
             "#define EXIT() return 0\n",
    [DIRECT] = "#define OP(name) op_##name:\n"
               "#define LABEL(name) name: __attribute__((unused));\n"
               "#define TAIL(name) goto name\n"
               "#define DISPATCH() do { KEEP(); goto *pc->handler; } while (0)\n"
               "#define EXIT() return 0\n",
    [TAIL] = "#define OP(name) static CONVENTION int64_t op_##name(PARAMETERS) {\n"
             "#define LABEL(name) static __attribute__((noinline)) CONVENTION int64_t "
             "name(PARAMETERS) {\n"
             "#define END }\n"
             "#define TAIL(name) MUSTTAIL return name(ARGUMENTS)\n"
             "#define DISPATCH() MUSTTAIL return handler_table[*pc & 255](ARGUMENTS)\n"
             "#define EXIT() return 0\n",
};

static void print_registers(Strategy strategy) {
    if (strategy == DIRECT) {
        puts("typedef struct Unit { const void *handler; int64_t operand; } Unit;\n"
             "#define OPARG (pc[-1].operand)");
    } else {
        puts("typedef uint32_t Unit;\n"
             "#define OPARG (pc[-1] >> 8)");
    }
    if (strategy == TABLE) {
        puts("#define PARAMETERS Vm *vm, Frame *frame, int64_t *locals, const Unit *pc, int64_t "
             "*sp\n"
             "#define ARGUMENTS vm, frame, locals, pc, sp\n"
             "typedef const Unit *Handler(PARAMETERS);");
    } else if (strategy == TAIL) {
        puts("#if defined __clang__\n"
             "#define MUSTTAIL __attribute__((musttail))\n"
             "#define CONVENTION __attribute__((preserve_none))\n"
             "#else\n"
             "#define MUSTTAIL\n"
             "#define CONVENTION\n"
             "#endif\n"
             "#define PARAMETERS Vm *vm, Frame *frame, int64_t *locals, const Unit *pc, int64_t "
             "*sp\n"
             "#define ARGUMENTS vm, frame, locals, pc, sp\n"
             "typedef CONVENTION int64_t Handler(PARAMETERS);\n"
             "static Handler *const handler_table[];");
    }
    if (strategy != TABLE && strategy != TAIL) puts("#define END");
    // Each dispatch has an empty instruction of its own, unlike all others: compilers can neither
    // merge two such blocks nor turn the choice between two into a conditional move of pc.
    puts("#define JUMP() do { pc += distance; DISPATCH(); } while (0)\n"
         "#if defined KEEP_APART\n"
         "#define KEEP() __asm__ volatile(\"\" ::\"i\"(__COUNTER__))\n"
         "#else\n"
         "#define KEEP() (void)0\n"
         "#endif");
    fputs(shapes[strategy], stdout);
}

// A body of a line or two. The constants differ, so that no two handlers can become one.
static void print_trivial(unsigned n) {
    static const char *const bodies[] = {
        "*sp++ = locals[OPARG] + %u;",
        "locals[OPARG] = *--sp ^ %u;",
        "sp[-2] = sp[-2] + sp[-1] + %u; sp--;",
        "sp[-2] = sp[-2] * sp[-1] - %u; sp--;",
        "sp[-1] = ~sp[-1] + %u;",
        "unsigned distance = OPARG; if (*--sp > %u) JUMP();",
        "*sp = sp[-1] + %u; sp++;",
        "sp[-2] = sp[-2] < sp[-1] + %u; sp--;",
        "pc -= OPARG; vm->count += %u;",
        "sp[-1] = (sp[-1] << 3) ^ %u;",
    };
    printf(bodies[n % 10], n * 3 + 1);
    putchar('\n');
}

// A fast test that jumps to a slow block, then calls, loops over locals, or plain work.
static void print_large(unsigned n) {
    unsigned constant = n * 7 + 3;
    switch (n % 5) {
    case 0:
        printf("int64_t sum;\nif (__builtin_add_overflow(sp[-2], sp[-1] + %u, &sum)) "
               "TAIL(slow_%u);\nsp[-2] = sum; sp--;\n",
               constant, n);
        break;
    case 1:
        printf("frame->saved_pc = pc; sp[-1] = helper_call(vm, frame, sp, %u);\n"
               "if (sp[-1] == 0) TAIL(error);\n",
               constant);
        break;
    case 2:
        printf("int64_t sum = %u;\nfor (unsigned i = 0; i < OPARG; i++) sum += locals[i] * %u;\n"
               "*sp++ = sum;\n",
               constant, constant + 1);
        break;
    case 3:
        printf("if ((sp[-1] & 7) != %u) TAIL(slow_%u);\n"
               "int64_t *items = (int64_t *)(sp[-1] - %u);\n"
               "if ((uint64_t)locals[OPARG] >= (uint64_t)items[0]) TAIL(slow_%u);\n"
               "sp[-1] = items[1 + locals[OPARG]];\n",
               n % 8, n, n % 8, n);
        break;
    default:
        printf("unsigned distance = OPARG;\nif (*--sp == %u) {\n    if (vm->pending) "
               "TAIL(error);\n    "
               "JUMP();\n}\nlocals[OPARG] += %u;\n",
               constant, constant);
        break;
    }
}

static bool has_slow(unsigned n, bool large) {
    return large && n && (n % 5 == 0 || n % 5 == 3);
}

static void print_handlers(unsigned count, bool large, bool slow_first) {
    for (int pass = 0; pass < 2; pass++) {
        bool slow = (pass == 0) == slow_first;
        for (unsigned n = 0; n < count; n++) {
            if (slow && has_slow(n, large)) {
                printf("LABEL(slow_%u)\n{\nframe->saved_pc = pc;\n"
                       "int64_t sum = helper_slow(vm, sp[-2], sp[-1], %u);\n"
                       "if (sum == 0) TAIL(error);\nsp[-2] = sum; sp--;\nDISPATCH();\n}\nEND\n",
                       n, n);
            } else if (!slow) {
                printf("OP(%u)\n{\npc++;\n", n);
                if (n == 0)
                    puts("EXIT();");
                else {
                    if (large)
                        print_large(n);
                    else
                        print_trivial(n);
                    puts("DISPATCH();");
                }
                puts("}\nEND");
            }
        }
    }
}

static void print_error(void) {
    puts(
        "LABEL(error)\n{\npc = helper_unwind(vm, frame);\nif (!pc) EXIT();\nsp = frame->saved_sp;\n"
        "DISPATCH();\n}\nEND");
}

static void print_table(unsigned count, const char *before, const char *form) {
    printf("%s = {\n", before);
    for (unsigned n = 0; n < 256; n++) {
        printf(form, n < count ? n : 0u);
        fputs(n % 8 == 7 ? ",\n" : ", ", stdout);
    }
    puts("};");
}

static void print_machine(Strategy strategy, unsigned count, bool large) {
    const char *parameters = "Vm *vm, Frame *frame, const Unit *pc";
    bool functions = strategy == TABLE || strategy == TAIL;
    printf("// %u %s opcodes, %s\n", count, large ? "large" : "trivial", strategy_names[strategy]);
    fputs(prologue, stdout);
    print_registers(strategy);
    printf("typedef enum Opcode { ");
    for (unsigned n = 0; n < count; n++)
        printf("OP_%u%s", n, n + 1 < count ? ", " : " } Opcode;\n");
    if (functions) {
        print_error();
        print_handlers(count, large, true);
        print_table(count, "static Handler *const handler_table[256]", "op_%u");
        printf("__attribute__((noinline)) int64_t run_loop(%s)\n{\n", parameters);
        if (strategy == TABLE)
            puts("while (pc) pc = handler_table[*pc & 255]"
                 "(vm, frame, frame->locals, pc, frame->saved_sp);\nreturn 0;\n}");
        else
            puts("return handler_table[*pc & 255](vm, frame, frame->locals, pc, "
                 "frame->saved_sp);\n}");
        return;
    }
    printf("__attribute__((noinline)) int64_t run_loop(%s)\n{\n"
           "int64_t *locals = frame->locals;\nint64_t *sp = frame->saved_sp;\n",
           parameters);
    if (strategy != SWITCH)
        print_table(count, "static const void *const handler_table[256]", "&&op_%u");
    if (strategy == DIRECT) puts("if (!pc) { frame->saved_pc = handler_table; return 0; }");
    if (strategy == SWITCH)
        puts("next:\nswitch ((Opcode)(*pc & 255)) {");
    else
        puts("DISPATCH();");
    print_handlers(count, large, false);
    if (strategy == SWITCH) puts("default: __builtin_unreachable();\n}");
    print_error();
    puts("}");
}

// Code that may be linked with the machine, so that the audit sees a whole program.
static void print_main(void) {
    fputs(prologue, stdout);
    puts("int64_t run_loop(Vm *vm, Frame *frame, const void *pc);\n"
         "int64_t helper_slow(Vm *vm, int64_t left, int64_t right, int number)\n"
         "{ vm->count++; return left + right + number; }\n"
         "int64_t helper_call(Vm *vm, Frame *frame, int64_t *sp, int number)\n"
         "{ vm->count++; return frame->locals[0] + sp[-1] + number; }\n"
         "const void *helper_unwind(Vm *vm, Frame *frame)\n"
         "{ vm->count++; frame->saved_pc = 0; return 0; }\n"
         "int main(void) { Vm vm = {0}; int64_t values[9] = {0};\n"
         "Frame frame = {values, 0, values + 4}; uint32_t stop[4] = {0};\n"
         "return (int)run_loop(&vm, &frame, stop); }");
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "main") == 0) {
        print_main();
        return 0;
    }
    unsigned count = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    int strategy = 0;
    while (argc == 4 && strategy < STRATEGY_COUNT && strcmp(argv[1], strategy_names[strategy]))
        strategy++;
    if (argc != 4 || strategy == STRATEGY_COUNT || count < 2 || count > 256 ||
        (strcmp(argv[3], "trivial") && strcmp(argv[3], "large"))) {
        fputs("usage: synthetic switch|table|goto|direct|tail COUNT trivial|large   (2-256)\n"
              "       synthetic main\n",
              stderr);
        return 2;
    }
    print_machine((Strategy)strategy, count, strcmp(argv[3], "large") == 0);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
