// Prints a tree as `python -m ast` does. The tables of ast_nodes.h say which fields each kind of
// node has; one function prints them all. A node whose fields are at most three simple ones stays
// on one line.
#include "frontend/ast_nodes.h"
#include "frontend/error.h"
#include "frontend/parser.h"
#include "frontend/text/float.h"
#include "frontend/text/integer.h"
#include "frontend/text/quote.h"
#include "frontend/tools.h"

#include <string.h>

// CPython's recursion limit does not let it go deeper; and the output grows as the square of it.
enum { LEVELS_MOST = 1000 };

typedef struct {
    Compilation *compilation;
    const AstOptions *options;
    FILE *out;
} Printer;

static void newline(const Printer *printer, int level) {
    int indent = printer->options->indent;
    fprintf(printer->out, "\n%*s", indent > 0 ? indent * level : 0, "");
}

// --- values -----------------------------------------------------------------------------------

static void print_text(const Printer *printer, Text text, bool bytes) {
    char *quoted = arena_alloc(printer->compilation->arena, QUOTE_ROOM(text.size) + 1);
    size_t size = bytes ? quote_bytes(text.data, text.size, quoted)
                        : quote_text(text.data, text.size, false, quoted);
    fwrite(quoted, 1, size, printer->out);
}

static void print_constant(const Printer *printer, const Constant *constant) {
    char number[FLOAT_REPR_ROOM];
    FILE *out = printer->out;
    switch (constant->kind) {
    case CONSTANT_NONE: fputs("None", out); break;
    case CONSTANT_FALSE: fputs("False", out); break;
    case CONSTANT_TRUE: fputs("True", out); break;
    case CONSTANT_ELLIPSIS: fputs("Ellipsis", out); break;
    case CONSTANT_INT: fprintf(out, "%lld", (long long)constant->integer); break;
    case CONSTANT_BIG_INT: {
        Arena *arena = printer->compilation->arena;
        uint32_t count = constant->big.count;
        uint64_t *limbs = arena_array(arena, uint64_t, count);
        char *digits = arena_alloc(arena, integer_digit_room(count, 10));
        memcpy(limbs, constant->big.limbs, count * sizeof *limbs);
        fwrite(digits, 1, integer_format(limbs, count, 10, digits), out);
        break;
    }
    case CONSTANT_FLOAT:
        float_repr(constant->real, number);
        fputs(number, out);
        break;
    case CONSTANT_COMPLEX:
        float_repr_plain(constant->complex.imaginary, number);
        fprintf(out, "%sj", number);
        break;
    case CONSTANT_STR: print_text(printer, constant->text, false); break;
    case CONSTANT_BYTES: print_text(printer, constant->text, true); break;
    case CONSTANT_TUPLE:
    case CONSTANT_FROZENSET:
    case CONSTANT_CODE: break; // made by the compiler only
    }
}

// --- nodes ------------------------------------------------------------------------------------

static void print_node(const Printer *printer, const AstNodeType *type, const void *node,
                       const Range *range, int level);

static void print_item(const Printer *printer, FieldKind kind, void *item, int level) {
    const AstGroup *group = ast_field_group(kind);
    if (!item)
        fputs("None", printer->out);
    else if (!group)
        print_text(printer, ((Identifier *)item)->text, false);
    else
        print_node(printer, ast_node_type(group, item), item, ast_node_range(group, item), level);
}

static void print_list(const Printer *printer, FieldKind kind, const AnyList *list, int level) {
    if (!list->count) {
        fputs("[]", printer->out);
        return;
    }
    fputc('[', printer->out);
    for (uint32_t index = 0; index < list->count; index++) {
        if (index) fputc(',', printer->out);
        newline(printer, level + 1);
        print_item(printer, kind, list->items[index], level + 1);
    }
    fputc(']', printer->out);
}

static void print_compare_operators(const Printer *printer, const Expr *expr, int level) {
    fputc('[', printer->out);
    for (uint32_t index = 0; index < expr->compare.comparators.count; index++) {
        if (index) fputc(',', printer->out);
        newline(printer, level + 1);
        fprintf(printer->out, "%s()", ast_compare_names[expr->compare.ops[index]]);
    }
    fputc(']', printer->out);
}

static bool is_absent(const AstField *field, const char *at) {
    if (!field->optional) return false;
    if (field->kind == FIELD_UNICODE_PREFIX) return !*(const bool *)at;
    return *(void *const *)at == NULL;
}

// Whether a field fits on the line of its node.
static bool is_simple(const Printer *printer, const AstField *field, const char *at) {
    if (ast_field_is_list(field->kind)) return ((const AnyList *)at)->count == 0;
    switch (field->kind) {
    case FIELD_COMPARE_OPERATORS: return false;
    case FIELD_EXPR: {
        // Slice() and Yield() may have no fields at all.
        const Expr *expr = *(Expr *const *)at;
        if (printer->options->attributes) return false;
        if (expr->kind == EXPR_SLICE)
            return !expr->slice.lower && !expr->slice.upper && !expr->slice.step;
        return expr->kind == EXPR_YIELD && !expr->yield.value;
    }
    case FIELD_PATTERN: {
        const Pattern *pattern = *(Pattern *const *)at;
        if (printer->options->attributes) return false;
        if (pattern->kind == PATTERN_AS)
            return !pattern->match_as.pattern && !pattern->match_as.name;
        return pattern->kind == PATTERN_STAR && !pattern->match_star.name;
    }
    case FIELD_ARG:
    case FIELD_ARGUMENTS: return false;
    default: return true;
    }
}

static void print_field(const Printer *printer, const AstField *field, const char *at, int level) {
    FILE *out = printer->out;
    fprintf(out, "%s=", field->name);
    if (ast_field_is_list(field->kind)) {
        print_list(printer, field->kind, (const AnyList *)at, level);
        return;
    }
    switch (field->kind) {
    case FIELD_CONSTANT: print_constant(printer, *(Constant *const *)at); break;
    case FIELD_UNICODE_PREFIX: fputs("'u'", out); break;
    case FIELD_OPERATOR: fprintf(out, "%s()", ast_operator_names[*(const Operator *)at]); break;
    case FIELD_BOOL_OPERATOR:
        fprintf(out, "%s()", ast_bool_names[*(const BoolOperator *)at]);
        break;
    case FIELD_UNARY_OPERATOR:
        fprintf(out, "%s()", ast_unary_names[*(const UnaryOperator *)at]);
        break;
    case FIELD_COMPARE_OPERATORS:
        print_compare_operators(printer, (const Expr *)(at - offsetof(Expr, compare)), level);
        break;
    case FIELD_CONTEXT: fprintf(out, "%s()", ast_context_names[*(const uint8_t *)at]); break;
    case FIELD_BOOL: fprintf(out, "%d", *(const bool *)at); break;
    case FIELD_INT: fprintf(out, "%d", *(const int *)at); break;
    default: print_item(printer, field->kind, *(void *const *)at, level);
    }
}

static void print_node(const Printer *printer, const AstNodeType *type, const void *node,
                       const Range *range, int level) {
    const char *base = node;
    if (level > LEVELS_MOST) compilation_exhausted(printer->compilation);
    compilation_check_stack(printer->compilation);
    int count = 0;
    bool simple = true;
    for (const AstField *field = type->fields; field->kind; field++) {
        if (is_absent(field, base + field->offset)) continue;
        count++;
        simple = simple && is_simple(printer, field, base + field->offset);
    }
    if (!printer->options->attributes) range = NULL;
    if (range) count += 4;
    bool flat = simple && count <= 3;
    fprintf(printer->out, "%s(", type->name);
    int printed = 0;
    for (const AstField *field = type->fields; field->kind; field++) {
        if (is_absent(field, base + field->offset)) continue;
        if (printed++) fputs(flat ? ", " : ",", printer->out);
        if (!flat) newline(printer, level + 1);
        print_field(printer, field, base + field->offset, level + 1);
    }
    if (range) {
        static const char *const names[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
        const uint32_t numbers[] = {range->line, range->column, range->end_line, range->end_column};
        for (int index = 0; index < 4; index++) {
            if (printed++) fputc(',', printer->out);
            newline(printer, level + 1);
            fprintf(printer->out, "%s=%u", names[index], numbers[index]);
        }
    }
    fputc(')', printer->out);
}

bool print_ast(Arena *arena, const char *source, size_t size, const char *filename,
               const AstOptions *options, FILE *out, FrontendError *error) {
    Compilation compilation;
    Tree *module = parser_parse_bytes(&compilation, arena, source, size, filename, options->mode,
                                      options->type_comments, error);
    if (!module) return false;
    Printer printer = {&compilation, options, out};
    if (setjmp(compilation.failed)) return false;
    print_node(&printer, &ast_module_types[module->kind], module, NULL, 0);
    fputc('\n', out);
    return true;
}
