// Writes a Python program to order: how many bytecode instructions it walks through, how evenly it
// uses the opcodes, how heavy each one is, and how many of its sites see one type. The program is a
// row of straight-line functions, called one after the other, pass after pass. Opcode entropy is
// dialled by the mix of statements: statement k of the table is drawn with a probability
// proportional to exp(-beta k), and beta is searched for until the mix has the entropy asked for.
// Weight is dialled by the operands: the same statements run on ints, floats, big ints, short
// strings or long lists. Stability is dialled by reading operands from variables that keep their
// type (s0..s3), or from ones that change it at every pass (u0..u3).

#include "bench/random.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 960, FRAME_SIZE = 33, PASS_SIZE = 100, RESULTS = 8, OPCODES_MAX = 64 };

typedef struct {
    uint64_t seed;
    long footprint;
    double entropy;
    long weight;
    double stability;
    long size; // 0: chosen to fit
} Dials;

// A statement: its text, where A and B are operands and P, Q, R results; and the opcodes it is.
typedef struct {
    const char *text;
    const char *opcodes;
} Statement;

typedef struct {
    const char *name;
    const char *value; // an expression in the pass i and a constant %d
} Kind;

// Rare opcodes come last, so that a steep mix is poor in opcodes and a flat one rich. Statements of
// both tables at one place are of like use: LOCALS are LOAD_FAST and STORE_FAST.
static const Statement NUMBERS[] = {
    {"R = A + B", "LOAD_FAST LOAD_FAST BINARY_OP_ADD STORE_FAST"},
    {"R = A < B", "LOAD_FAST LOAD_FAST COMPARE_OP_LT STORE_FAST"},
    {"R = A - B", "LOAD_FAST LOAD_FAST BINARY_OP_SUBTRACT STORE_FAST"},
    {"R = A == B", "LOAD_FAST LOAD_FAST COMPARE_OP_EQ STORE_FAST"},
    {"R = A * B", "LOAD_FAST LOAD_FAST BINARY_OP_MULTIPLY STORE_FAST"},
    {"R = -A", "LOAD_FAST UNARY_NEGATIVE STORE_FAST"},
    {"R = A // B", "LOAD_FAST LOAD_FAST BINARY_OP_FLOOR_DIVIDE STORE_FAST"},
    {"R = A % B", "LOAD_FAST LOAD_FAST BINARY_OP_REMAINDER STORE_FAST"},
    {"R = items[N]", "LOAD_FAST LOAD_CONST BINARY_SUBSCR STORE_FAST"},
};

static const Statement SEQUENCES[] = {
    {"R = A + B", "LOAD_FAST LOAD_FAST BINARY_OP_ADD STORE_FAST"},
    {"R = A < B", "LOAD_FAST LOAD_FAST COMPARE_OP_LT STORE_FAST"},
    {"R = A * 2", "LOAD_FAST LOAD_CONST BINARY_OP_MULTIPLY STORE_FAST"},
    {"R = A == B", "LOAD_FAST LOAD_FAST COMPARE_OP_EQ STORE_FAST"},
    {"R = A[1]", "LOAD_FAST LOAD_CONST BINARY_SUBSCR STORE_FAST"},
    {"R = A[1:9]", "LOAD_FAST LOAD_CONST LOAD_CONST BUILD_SLICE BINARY_SUBSCR STORE_FAST"},
    {"R = len(A)", "PUSH_NULL LOAD_GLOBAL LOAD_FAST CALL STORE_FAST"},
    {"R = A[0] in B", "LOAD_FAST LOAD_CONST BINARY_SUBSCR LOAD_FAST CONTAINS_OP STORE_FAST"},
    {"R = B[-1]", "LOAD_FAST LOAD_CONST BINARY_SUBSCR STORE_FAST"},
};

static const Statement ANYTHING[] = {
    {"if A < B: R = A",
     "LOAD_FAST LOAD_FAST COMPARE_OP_LT POP_JUMP_FORWARD_IF_FALSE LOAD_FAST STORE_FAST"},
    {"items[N] = A", "LOAD_FAST LOAD_FAST LOAD_CONST STORE_SUBSCR"},
    {"R = box.field", "LOAD_FAST LOAD_ATTR STORE_FAST"},
    {"box.field = A", "LOAD_FAST LOAD_FAST STORE_ATTR"},
    {"R = A is box", "LOAD_FAST LOAD_FAST IS_OP STORE_FAST"},
    {"R = not A", "LOAD_FAST UNARY_NOT STORE_FAST"},
    {"R = A or B", "LOAD_FAST JUMP_IF_TRUE_OR_POP STORE_FAST"},
    {"R = LIMIT", "LOAD_GLOBAL STORE_FAST"},
    {"R = A, B", "LOAD_FAST LOAD_FAST BUILD_TUPLE STORE_FAST"},
    {"P, Q = A, B", "LOAD_FAST LOAD_FAST SWAP STORE_FAST STORE_FAST"},
    {"R = same(A)", "PUSH_NULL LOAD_GLOBAL LOAD_FAST CALL LOAD_FAST RETURN_VALUE STORE_FAST"},
    {"R = box.get()", "LOAD_FAST LOAD_METHOD CALL LOAD_FAST LOAD_ATTR RETURN_VALUE STORE_FAST"},
    {"P, Q = pair", "LOAD_FAST UNPACK_SEQUENCE STORE_FAST STORE_FAST"},
    {"if A is not None: R = N", "LOAD_FAST POP_JUMP_FORWARD_IF_NONE LOAD_CONST STORE_FAST"},
    {"R = [A, B]", "LOAD_FAST LOAD_FAST BUILD_LIST STORE_FAST"},
    {"R = A != B", "LOAD_FAST LOAD_FAST COMPARE_OP_NE STORE_FAST"},
    {"R = A >= B", "LOAD_FAST LOAD_FAST COMPARE_OP_GE STORE_FAST"},
    {"R = {N: A}", "LOAD_CONST LOAD_FAST BUILD_MAP STORE_FAST"},
    {"for R in pair: pass", "LOAD_FAST GET_ITER FOR_ITER STORE_FAST JUMP_BACKWARD FOR_ITER "
                            "STORE_FAST JUMP_BACKWARD FOR_ITER"},
};

// What every function executes beside its statements, and what calls it. FRAME_SIZE instructions of
// its own are distinct, those of the first and last passes included.
static const Statement FRAME = {
    "", "LOAD_FAST COPY COPY COPY COPY COPY COPY COPY STORE_FAST STORE_FAST STORE_FAST STORE_FAST "
        "STORE_FAST STORE_FAST STORE_FAST STORE_FAST LOAD_FAST POP_JUMP_FORWARD_IF_FALSE "
        "LOAD_CONST RETURN_VALUE "
        "FOR_ITER STORE_FAST LOAD_FAST PUSH_NULL LOAD_FAST CALL_FUNCTION_EX STORE_FAST LOAD_FAST "
        "POP_JUMP_BACKWARD_IF_FALSE"};

enum {
    LEADING = sizeof NUMBERS / sizeof *NUMBERS,
    STATEMENTS = LEADING + sizeof ANYTHING / sizeof *ANYTHING
};
_Static_assert(LEADING == sizeof SEQUENCES / sizeof *SEQUENCES, "one table for the other");

// The kinds of operands by weight: the first is the stable one, the unstable ones take turns.
static const Kind KINDS[5][3] = {
    {{"int", "(i * 7 + %d) %% 97 + 3"},
     {"float", "(i * 5 + %d) %% 89 + 1.25"},
     {"bool", "(i + %d) %% 97 > -1"}},
    {{"float", "(i * 5 + %d) %% 89 + 1.25"},
     {"int", "(i * 7 + %d) %% 97 + 3"},
     {"big int", "(1 << 80) + (i * 7 + %d) %% 97"}},
    {{"big int", "(1 << 120) + (i * 7 + %d) %% 97"},
     {"float", "(i * 5 + %d) %% 89 + 1.25"},
     {"longer big int", "(1 << 300) + (i * 5 + %d) %% 89"}},
    {{"str", "'key%%d' %% ((i * 7 + %d) %% 97)"},
     {"tuple", "(i %% 89, %d, 5)"},
     {"list", "[i %% 89, %d, 5]"}},
    {{"list of 40", "[(i + %d) %% 89] * 40"},
     {"str of 200", "'%%d, ' %% ((i * 7 + %d) %% 7) * 66"},
     {"tuple of 40", "((i + %d) %% 89,) * 40"}},
};

// Nanoseconds an instruction takes CPython at each weight, measured: they choose the usual size.
static const double NANOSECONDS[5] = {10, 10, 12, 12, 28};

static const Statement *statement_of(const Dials *dials, int k) {
    if (k >= LEADING) return &ANYTHING[k - LEADING];
    return dials->weight <= 3 ? &NUMBERS[k] : &SEQUENCES[k];
}

static int opcode_count(const Statement *statement) {
    int count = 1;
    for (const char *c = statement->opcodes; *c; c++) count += *c == ' ';
    return count;
}

// Adds the share of one statement to the histogram of opcodes.
static void count_opcodes(const Statement *statement, double share, const char **names,
                          size_t *lengths, double *counts) {
    for (const char *name = statement->opcodes; *name;) {
        size_t length = strcspn(name, " ");
        int i = 0;
        while (names[i] && (lengths[i] != length || strncmp(names[i], name, length))) i++;
        names[i] = name;
        lengths[i] = length;
        counts[i] += share;
        name += length + (name[length] == ' ');
    }
}

// Bits of entropy of the opcodes when statement k has the weight exp(-beta k).
static double entropy_of(const Dials *dials, double beta) {
    const char *names[OPCODES_MAX] = {NULL};
    size_t lengths[OPCODES_MAX];
    double counts[OPCODES_MAX] = {0}, statements = 0, total = 0, entropy = 0;
    for (int k = 0; k < STATEMENTS; k++) {
        const Statement *statement = statement_of(dials, k);
        count_opcodes(statement, exp(-beta * k), names, lengths, counts);
        statements += opcode_count(statement) * exp(-beta * k);
    }
    count_opcodes(&FRAME, statements / (BLOCK_SIZE - FRAME_SIZE), names, lengths, counts);
    for (int i = 0; names[i]; i++) total += counts[i];
    for (int i = 0; names[i]; i++) {
        if (counts[i] > 0) entropy -= counts[i] / total * log2(counts[i] / total);
    }
    return entropy;
}

// The beta whose mix has the entropy asked for. Entropy falls as beta rises.
static double find_beta(const Dials *dials) {
    double low = 0, high = 40;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (entropy_of(dials, middle) > dials->entropy)
            low = middle;
        else
            high = middle;
    }
    return low;
}

// One statement at an indentation of four. Errors of the stability's rounding are carried on, so
// that the share of stable sites is the one asked for.
static void write_statement(const Dials *dials, const Statement *statement, Random *random,
                            double *stable) {
    bool has_operand = strpbrk(statement->text, "AB") != NULL;
    *stable += has_operand ? dials->stability : 0;
    char kind = has_operand && *stable < 1 ? 'u' : 's';
    if (has_operand && *stable >= 1) *stable -= 1;
    long a = (long)random_below(random, 4), b = (a + 1 + (long)random_below(random, 3)) % 4;
    long r = (long)random_below(random, RESULTS);
    printf("    ");
    for (const char *c = statement->text; *c; c++) {
        bool alone = !isalpha(c[1]) && (c == statement->text || !isalpha(c[-1]));
        if (!alone)
            putchar(*c);
        else if (*c == 'A')
            printf("%c%ld", kind, a);
        else if (*c == 'B')
            printf("%c%ld", kind, b);
        else if (*c == 'R' || *c == 'P')
            printf("r%ld", r);
        else if (*c == 'Q')
            printf("r%ld", (r + 1) % RESULTS);
        else if (*c == 'N')
            printf("%d", (int)random_below(random, 16));
        else
            putchar(*c);
    }
    putchar('\n');
}

// Draws a statement of the mix.
static const Statement *draw_statement(const Dials *dials, const double *cumulative,
                                       Random *random) {
    double at = random_unit(random) * cumulative[STATEMENTS - 1];
    int k = 0;
    while (k < STATEMENTS - 1 && cumulative[k] <= at) k++;
    return statement_of(dials, k);
}

static const char *const PARAMETERS = "s0, s1, s2, s3, u0, u1, u2, u3, items, box, pair, fold";

// Returns the number of functions written.
static long write_blocks(const Dials *dials, Random *random) {
    double cumulative[STATEMENTS], total = 0, beta = find_beta(dials), stable = 0;
    for (int k = 0; k < STATEMENTS; k++) cumulative[k] = total += exp(-beta * k);
    long blocks = 0;
    for (long left = dials->footprint; left > 0; blocks++) {
        long room = (left < BLOCK_SIZE ? left : BLOCK_SIZE) - FRAME_SIZE;
        left -= FRAME_SIZE;
        printf("def block_%ld(%s):\n    r0 = r1 = r2 = r3 = r4 = r5 = r6 = r7 = s0\n", blocks,
               PARAMETERS);
        while (room > 0) {
            const Statement *statement = draw_statement(dials, cumulative, random);
            int count = opcode_count(statement);
            room -= count;
            left -= count;
            write_statement(dials, statement, random, &stable);
        }
        printf("    if fold:\n        return code((r0, r1, r2, r3, r4, r5, r6, r7))\n    return "
               "0\n\n\n");
    }
    return blocks;
}

static void write_operands(const Dials *dials, Random *random) {
    const Kind *kinds = KINDS[dials->weight - 1];
    printf(
        "def operands(i):\n    \"\"\"What the blocks work on in pass i: s0 to s3 are %s in every "
        "pass.\"\"\"\n",
        kinds[0].name);
    for (int j = 0; j < 4; j++) {
        printf("    s%d = ", j);
        printf(kinds[0].value, 11 * j + (int)random_below(random, 10));
        putchar('\n');
    }
    for (int kind = 0; kind < 3; kind++) {
        printf(kind == 0   ? "    if i %% 3 == 0:\n"
               : kind == 1 ? "    elif i %% 3 == 1:\n"
                           : "    else:\n");
        for (int j = 0; j < 4; j++) {
            printf("        u%d = ", j);
            printf(kinds[kind].value, 11 * j + (int)random_below(random, 10));
            putchar('\n');
        }
    }
    printf("    return [s0, s1, s2, s3, u0, u1, u2, u3, [s0, s1, u0, u1] * 4, Box(s2), (s3, "
           "u3)]\n\n\n");
}

static void write_program(const Dials *dials, long size) {
    printf(
        "\"\"\"Written by generate --seed %llu --footprint %ld --entropy %g --weight %ld "
        "--stability %g.\n\nPasses over straight-line code; the operands of a stable site are of "
        "one type: %s.\"\"\"\n"
        "import sys\nimport time\n\n"
        "LIMIT = 1000000007\n\n\n",
        (unsigned long long)dials->seed, dials->footprint, dials->entropy, dials->weight,
        dials->stability, KINDS[dials->weight - 1][0].name);
    printf("class Box:\n    def __init__(self, field):\n        self.field = field\n\n"
           "    def get(self):\n        return self.field\n\n\n"
           "def same(value):\n    return value\n\n\n"
           "def code(value):\n    \"\"\"A number that stands for any value: its length and first "
           "items.\"\"\"\n"
           "    total = 7 if isinstance(value, (int, float)) else len(value)\n"
           "    if isinstance(value, dict):\n        value = list(value.items())\n"
           "    if isinstance(value, (list, tuple)):\n        for item in value[:4]:\n"
           "            total = (total * 31 + code(item)) %% LIMIT\n        return total\n"
           "    if isinstance(value, str):\n        for character in value[:4]:\n"
           "            total = (total * 31 + ord(character)) %% LIMIT\n        return total\n"
           "    return int(value * 64) %% LIMIT\n\n\n");
    Random random = {dials->seed};
    write_operands(dials, &random);
    long blocks = write_blocks(dials, &random);
    printf("BLOCKS = [");
    for (long i = 0; i < blocks; i++)
        printf("%s%sblock_%ld", i ? "," : "", i % 8 ? " " : "\n    ", i);
    printf("\n]\n\n\n");
    printf("def folds(i, size):\n    \"\"\"The passes whose results enter the checksum.\"\"\"\n"
           "    return i == 0 or i + 1 == size\n\n\n"
           "def one_pass(i, fold):\n    arguments = operands(i) + [fold]\n    total = 0\n"
           "    for block in BLOCKS:\n        result = block(*arguments)\n        if fold:\n"
           "            total = (total * 31 + result) %% LIMIT\n    return total\n\n\n"
           "def run(size):\n    total = 0\n    for i in range(size):\n"
           "        total = (total + one_pass(i, folds(i, size))) %% LIMIT\n    return total\n\n\n"
           "def check(size):\n    \"\"\"The same from the passes that count alone, the last one "
           "first: "
           "a pass that left\n    anything behind would show.\"\"\"\n    total = 0\n"
           "    for i in reversed([i for i in range(size) if folds(i, size)]):\n"
           "        total += one_pass(i, True)\n    return total %% LIMIT\n\n\n");
    printf("def main():\n    size = int(sys.argv[1]) if len(sys.argv) > 1 else %ld\n"
           "    if size < 1:\n        sys.exit('the size must be at least 1')\n"
           "    run(1)\n    start = time.perf_counter_ns()\n    answer = run(size)\n"
           "    elapsed = time.perf_counter_ns() - start\n    if answer != check(size):\n"
           "        sys.exit('wrong answer at size %%d: %%d' %% (size, answer))\n"
           "    print('checksum of %%d passes: %%d' %% (size, answer))\n"
           "    print('seconds: %%.9f' %% (elapsed / 1e9), file=sys.stderr)\n\n\nmain()\n",
           size);
}

static void refuse(const char *name, const char *text, const char *range) {
    fprintf(stderr, "generate: --%s %s: must be %s\n", name, text, range);
    exit(2);
}

static long long_of(const char *name, const char *text, long least, long most) {
    char *end, range[64];
    errno = 0;
    long value = strtol(text, &end, 10);
    snprintf(range, sizeof range, "an int from %ld to %ld", least, most);
    if (errno || end == text || *end || value < least || value > most) refuse(name, text, range);
    return value;
}

static double double_of(const char *name, const char *text, double least, double most) {
    char *end, range[64];
    errno = 0;
    double value = strtod(text, &end);
    snprintf(range, sizeof range, "a number from %.2f to %.2f", least, most);
    if (errno || end == text || *end || !(value >= least - 0.005 && value <= most + 0.005)) {
        refuse(name, text, range);
    }
    return value;
}

static const char USAGE[] =
    "usage: generate [--seed N] [--footprint N] [--entropy X] [--weight N] [--stability X]"
    " [--size N] > prog.py\n";

int main(int argc, char **argv) {
    static const struct option options[] = {{"seed", required_argument, NULL, 's'},
                                            {"footprint", required_argument, NULL, 'f'},
                                            {"entropy", required_argument, NULL, 'e'},
                                            {"weight", required_argument, NULL, 'w'},
                                            {"stability", required_argument, NULL, 't'},
                                            {"size", required_argument, NULL, 'n'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    Dials dials = {.seed = 1, .footprint = 2000, .entropy = 3, .weight = 1, .stability = 1};
    const char *entropy = "3";
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 's': dials.seed = (uint64_t)long_of("seed", optarg, 0, INT64_MAX); break;
        case 'f': dials.footprint = long_of("footprint", optarg, 2 * FRAME_SIZE, 1000000); break;
        case 'e': entropy = optarg; break;
        case 'w': dials.weight = long_of("weight", optarg, 1, 5); break;
        case 't': dials.stability = double_of("stability", optarg, 0, 1); break;
        case 'n': dials.size = long_of("size", optarg, 1, INT32_MAX); break;
        case 'h': fputs(USAGE, stdout); return 0;
        default:
            fprintf(stderr, "generate: %s is no option, or lacks its value; --help lists them\n",
                    argv[optind - 1]);
            return 2;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "generate: %s is no option; --help lists them\n", argv[optind]);
        return 2;
    }
    dials.entropy = double_of("entropy", entropy, entropy_of(&dials, 40), entropy_of(&dials, 0));
    long size = dials.size;
    if (!size) {
        size =
            (long)(0.28e9 / (double)(dials.footprint + PASS_SIZE) / NANOSECONDS[dials.weight - 1]);
        if (size < 6) size = 6;
    }
    write_program(&dials, size);
    if (fflush(stdout) || ferror(stdout)) {
        fprintf(stderr, "generate: cannot write the program: %s\n", strerror(errno));
        return 1;
    }
}
