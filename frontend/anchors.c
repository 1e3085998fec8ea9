// The marks a traceback draws under an expression: what stands between two operands, or the
// brackets of a subscript, is pointed at, and the rest underlined.
#include "frontend/frontend.h"
#include "frontend/parser.h"

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\f';
}

// The first character behind the left operand that is no space counts as the operator.
static bool anchor_operator(const char *source, const Expr *left, const Expr *right,
                            uint32_t *start, uint32_t *end) {
    uint32_t stop = right->range.column;
    for (uint32_t i = left->range.end_column; i < stop; i++) {
        if (is_space(source[i])) continue;
        *start = i;
        *end = i + 1 + (i + 1 < stop && !is_space(source[i + 1]));
        return true;
    }
    return false;
}

static bool anchor_expression(const char *source, const Expr *expression, uint32_t *start,
                              uint32_t *end) {
    switch (expression->kind) {
    case EXPR_BIN_OP:
        return anchor_operator(source, expression->bin_op.left, expression->bin_op.right, start,
                               end);
    case EXPR_SUBSCRIPT:
        *start = expression->subscript.value->range.end_column;
        *end = expression->subscript.slice->range.end_column + 1;
        return true;
    default: return false;
    }
}

bool frontend_anchors(const char *source, size_t size, uint32_t *start, uint32_t *end) {
    Arena arena;
    arena_init(&arena);
    jmp_buf out_of_memory;
    volatile bool found = false;
    if (!setjmp(out_of_memory)) {
        arena.out_of_memory = &out_of_memory;
        Compilation compilation;
        FrontendError error;
        Tree *module = parser_parse_bytes(&compilation, &arena, source, size, "<anchors>",
                                          MODE_EXEC, false, &error);
        if (module && module->body.count == 1 && module->body.items[0]->kind == STMT_EXPR) {
            Expr *value = module->body.items[0]->expr.value;
            if (value->range.line == value->range.end_line) {
                found = anchor_expression(source, value, start, end);
            }
        }
    }
    arena_free(&arena);
    return found;
}
