// Expressions: each leaves one value on the stack.
#include "frontend/compile.h"

enum { MANY_VALUES = 30 }; // more than this are not piled on the stack but added one by one

// --- tests that become jumps ------------------------------------------------------------------

static void emit_compare(Compiler *compiler, Comparison op) {
    static const uint8_t opcodes[] = {
        [COMPARISON_EQ] = OP_COMPARE_OP_EQ, [COMPARISON_NOT_EQ] = OP_COMPARE_OP_NE,
        [COMPARISON_LT] = OP_COMPARE_OP_LT, [COMPARISON_LT_E] = OP_COMPARE_OP_LE,
        [COMPARISON_GT] = OP_COMPARE_OP_GT, [COMPARISON_GT_E] = OP_COMPARE_OP_GE,
        [COMPARISON_IS] = OP_IS_OP,         [COMPARISON_IS_NOT] = OP_IS_OP,
        [COMPARISON_IN] = OP_CONTAINS_OP,   [COMPARISON_NOT_IN] = OP_CONTAINS_OP,
    };
    emit_operand(compiler, opcodes[op], op == COMPARISON_IS_NOT || op == COMPARISON_NOT_IN);
}

static bool may_be_identical(const Expr *expr) {
    if (expr->kind != EXPR_CONSTANT) return true;
    switch (expr->constant.value->kind) {
    case CONSTANT_NONE:
    case CONSTANT_FALSE:
    case CONSTANT_TRUE:
    case CONSTANT_ELLIPSIS: return true;
    default: return false;
    }
}

static void warn_identity(Compiler *compiler, const Expr *expr) {
    bool left = may_be_identical(expr->compare.left);
    for (uint32_t i = 0; i < expr->compare.comparators.count; i++) {
        bool right = may_be_identical(expr->compare.comparators.items[i]);
        Comparison op = expr->compare.ops[i];
        if ((op == COMPARISON_IS || op == COMPARISON_IS_NOT) && (!left || !right)) {
            error_warn(compiler->compilation, "SyntaxWarning", compiler->body->range,
                       op == COMPARISON_IS ? "\"is\" with a literal. Did you mean \"==\"?"
                                           : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

// All but the last of `a < b < c`: leaves the next operand and tests with `jump`.
static void compile_chain(Compiler *compiler, const Expr *expr, uint32_t jump, Block *cleanup) {
    ExprList comparators = expr->compare.comparators;
    compile_expr(compiler, expr->compare.left);
    for (uint32_t i = 0; i + 1 < comparators.count; i++) {
        compile_expr(compiler, comparators.items[i]);
        emit_operand(compiler, OP_SWAP, 2);
        emit_operand(compiler, OP_COPY, 2);
        emit_compare(compiler, expr->compare.ops[i]);
        emit_jump(compiler, jump, cleanup);
    }
    compile_expr(compiler, comparators.items[comparators.count - 1]);
    emit_compare(compiler, expr->compare.ops[comparators.count - 1]);
}

static void compile_compare(Compiler *compiler, const Expr *expr) {
    warn_identity(compiler, expr);
    if (expr->compare.comparators.count == 1) {
        compile_chain(compiler, expr, 0, NULL);
        return;
    }
    Block *cleanup = compile_block(compiler), *end = compile_block(compiler);
    compile_chain(compiler, expr, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    emit_without_line(compiler, PSEUDO_JUMP, 0, end);
    compile_use(compiler, cleanup);
    emit_operand(compiler, OP_SWAP, 2);
    emit(compiler, OP_POP_TOP);
    compile_use(compiler, end);
}

static uint32_t jump_on(bool when) {
    return when ? PSEUDO_POP_JUMP_IF_TRUE : PSEUDO_POP_JUMP_IF_FALSE;
}

void compile_jump_if(Compiler *compiler, const Expr *test, Block *target, bool when) {
    compilation_check_stack(compiler->compilation);
    switch (test->kind) {
    case EXPR_UNARY_OP:
        if (test->unary_op.op != UNARY_NOT) break;
        compile_jump_if(compiler, test->unary_op.operand, target, !when);
        return;
    case EXPR_BOOL_OP: {
        bool decides = test->bool_op.op == BOOL_OR;
        Block *decided = decides == when ? target : compile_block(compiler);
        uint32_t last = test->bool_op.values.count - 1;
        for (uint32_t i = 0; i < last; i++)
            compile_jump_if(compiler, test->bool_op.values.items[i], decided, decides);
        compile_jump_if(compiler, test->bool_op.values.items[last], target, when);
        if (decided != target) compile_use(compiler, decided);
        return;
    }
    case EXPR_IF_EXP: {
        Block *orelse = compile_block(compiler), *end = compile_block(compiler);
        compile_jump_if(compiler, test->if_exp.test, orelse, false);
        compile_jump_if(compiler, test->if_exp.body, target, when);
        emit_without_line(compiler, PSEUDO_JUMP, 0, end);
        compile_use(compiler, orelse);
        compile_jump_if(compiler, test->if_exp.orelse, target, when);
        compile_use(compiler, end);
        return;
    }
    case EXPR_COMPARE: {
        place_at(compiler, test->range);
        if (test->compare.comparators.count == 1) break;
        warn_identity(compiler, test);
        Block *cleanup = compile_block(compiler), *end = compile_block(compiler);
        compile_chain(compiler, test, PSEUDO_POP_JUMP_IF_FALSE, cleanup);
        emit_jump(compiler, jump_on(when), target);
        emit_without_line(compiler, PSEUDO_JUMP, 0, end);
        compile_use(compiler, cleanup);
        emit(compiler, OP_POP_TOP);
        if (!when) emit_without_line(compiler, PSEUDO_JUMP, 0, target);
        compile_use(compiler, end);
        return;
    }
    default: break;
    }
    compile_expr(compiler, test);
    emit_jump(compiler, jump_on(when), target);
}

static void compile_bool_op(Compiler *compiler, const Expr *expr) {
    uint32_t opcode =
        expr->bool_op.op == BOOL_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    Block *end = compile_block(compiler);
    uint32_t last = expr->bool_op.values.count - 1;
    for (uint32_t i = 0; i < last; i++) {
        compile_expr(compiler, expr->bool_op.values.items[i]);
        emit_jump(compiler, opcode, end);
    }
    compile_expr(compiler, expr->bool_op.values.items[last]);
    compile_use(compiler, end);
}

static void compile_if_exp(Compiler *compiler, const Expr *expr) {
    Block *orelse = compile_block(compiler), *end = compile_block(compiler);
    compile_jump_if(compiler, expr->if_exp.test, orelse, false);
    compile_expr(compiler, expr->if_exp.body);
    emit_without_line(compiler, PSEUDO_JUMP, 0, end);
    compile_use(compiler, orelse);
    compile_expr(compiler, expr->if_exp.orelse);
    compile_use(compiler, end);
}

// --- operators --------------------------------------------------------------------------------

static void emit_binary(Compiler *compiler, Operator op, bool inplace) {
    static const uint8_t opcodes[] = {
        [OPERATOR_ADD] = OP_BINARY_OP_ADD,
        [OPERATOR_SUB] = OP_BINARY_OP_SUBTRACT,
        [OPERATOR_MULT] = OP_BINARY_OP_MULTIPLY,
        [OPERATOR_MAT_MULT] = OP_BINARY_OP_MATRIX_MULTIPLY,
        [OPERATOR_DIV] = OP_BINARY_OP_TRUE_DIVIDE,
        [OPERATOR_MOD] = OP_BINARY_OP_REMAINDER,
        [OPERATOR_POW] = OP_BINARY_OP_POWER,
        [OPERATOR_L_SHIFT] = OP_BINARY_OP_LSHIFT,
        [OPERATOR_R_SHIFT] = OP_BINARY_OP_RSHIFT,
        [OPERATOR_BIT_OR] = OP_BINARY_OP_OR,
        [OPERATOR_BIT_XOR] = OP_BINARY_OP_XOR,
        [OPERATOR_BIT_AND] = OP_BINARY_OP_AND,
        [OPERATOR_FLOOR_DIV] = OP_BINARY_OP_FLOOR_DIVIDE,
    };
    emit_operand(compiler, opcodes[op], inplace);
}

static void emit_unary(Compiler *compiler, UnaryOperator op) {
    static const uint8_t opcodes[] = {
        [UNARY_INVERT] = OP_UNARY_INVERT,
        [UNARY_NOT] = OP_UNARY_NOT,
        [UNARY_ADD] = OP_UNARY_POSITIVE,
        [UNARY_SUB] = OP_UNARY_NEGATIVE,
    };
    emit(compiler, opcodes[op]);
}

// --- sequences --------------------------------------------------------------------------------

static bool all_constant(ExprList list, uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; i++) {
        if (!list.items[i] || list.items[i]->kind != EXPR_CONSTANT) return false;
    }
    return true;
}

static Constant *constant_items(Compiler *compiler, ExprList list, uint32_t begin, uint32_t end) {
    Constant **items = arena_array(compiler->arena, Constant *, end - begin + 1);
    for (uint32_t i = begin; i < end; i++) items[i - begin] = list.items[i]->constant.value;
    return constant_tuple(compiler, items, end - begin);
}

void compile_sequence(Compiler *compiler, ExprList list, uint32_t build, uint32_t add,
                      uint32_t extend, uint32_t pushed, bool tuple) {
    if (list.count > 2 && all_constant(list, 0, list.count)) {
        Constant *items = constant_items(compiler, list, 0, list.count);
        if (tuple && !pushed) {
            emit_constant(compiler, items);
            return;
        }
        if (add == OP_SET_ADD) items = constant_frozenset(compiler->arena, items);
        emit_operand(compiler, build, pushed);
        emit_constant(compiler, items);
        emit_operand(compiler, extend, 1);
        if (tuple) emit(compiler, OP_LIST_TO_TUPLE);
        return;
    }
    bool built = list.count + pushed > MANY_VALUES, starred = false;
    for (uint32_t i = 0; i < list.count; i++) starred |= list.items[i]->kind == EXPR_STARRED;
    if (!built && !starred) {
        for (uint32_t i = 0; i < list.count; i++) compile_expr(compiler, list.items[i]);
        emit_operand(compiler, tuple ? OP_BUILD_TUPLE : build, list.count + pushed);
        return;
    }
    if (built) emit_operand(compiler, build, pushed);
    for (uint32_t i = 0; i < list.count; i++) {
        const Expr *item = list.items[i];
        if (item->kind == EXPR_STARRED) {
            if (!built) emit_operand(compiler, build, i + pushed);
            built = true;
            compile_expr(compiler, item->starred.value);
            emit_operand(compiler, extend, 1);
        } else {
            compile_expr(compiler, item);
            if (built) emit_operand(compiler, add, 1);
        }
    }
    if (tuple) emit(compiler, OP_LIST_TO_TUPLE);
}

static void compile_unpack(Compiler *compiler, ExprList targets) {
    bool starred = false;
    for (uint32_t i = 0; i < targets.count; i++) {
        if (targets.items[i]->kind != EXPR_STARRED) continue;
        uint32_t after = targets.count - i - 1;
        if (starred)
            error_syntax(compiler->compilation, compiler->body->range,
                         "multiple starred expressions in assignment");
        if (i >= 1 << 8 || after >= 1 << 16)
            error_syntax(compiler->compilation, compiler->body->range,
                         "too many expressions in star-unpacking assignment");
        emit_operand(compiler, OP_UNPACK_EX, i | after << 8);
        starred = true;
    }
    if (!starred) emit_operand(compiler, OP_UNPACK_SEQUENCE, targets.count);
    for (uint32_t i = 0; i < targets.count; i++) {
        const Expr *target = targets.items[i];
        compile_expr(compiler, target->kind == EXPR_STARRED ? target->starred.value : target);
    }
}

static void compile_list(Compiler *compiler, const Expr *expr) {
    switch (expr->context) {
    case CONTEXT_STORE: compile_unpack(compiler, expr->list.elts); break;
    case CONTEXT_DEL:
        for (uint32_t i = 0; i < expr->list.elts.count; i++)
            compile_expr(compiler, expr->list.elts.items[i]);
        break;
    default:
        compile_sequence(compiler, expr->list.elts, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND,
                         0, expr->kind == EXPR_TUPLE);
    }
}

static void compile_dict_part(Compiler *compiler, const Expr *expr, uint32_t begin, uint32_t end) {
    ExprList keys = expr->dict.keys, values = expr->dict.values;
    uint32_t count = end - begin;
    bool many = count * 2 > MANY_VALUES;
    if (count > 1 && !many && all_constant(keys, begin, end)) {
        for (uint32_t i = begin; i < end; i++) compile_expr(compiler, values.items[i]);
        emit_constant(compiler, constant_items(compiler, keys, begin, end));
        emit_operand(compiler, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (many) emit_operand(compiler, OP_BUILD_MAP, 0);
    for (uint32_t i = begin; i < end; i++) {
        compile_expr(compiler, keys.items[i]);
        compile_expr(compiler, values.items[i]);
        if (many) emit_operand(compiler, OP_MAP_ADD, 1);
    }
    if (!many) emit_operand(compiler, OP_BUILD_MAP, count);
}

static void compile_dict(Compiler *compiler, const Expr *expr) {
    uint32_t count = expr->dict.values.count, waiting = 0;
    bool built = false;
    for (uint32_t i = 0; i <= count; i++) {
        bool unpacks = i < count && !expr->dict.keys.items[i];
        bool full = i < count && !unpacks && waiting * 2 > MANY_VALUES;
        if (waiting && (i == count || unpacks || full)) {
            uint32_t end = full ? i + 1 : i;
            compile_dict_part(compiler, expr, i - waiting, end);
            if (built) emit_operand(compiler, OP_DICT_UPDATE, 1);
            built = true;
            waiting = 0;
            if (full) continue;
        }
        if (i == count) break;
        if (unpacks) {
            if (!built) emit_operand(compiler, OP_BUILD_MAP, 0);
            built = true;
            compile_expr(compiler, expr->dict.values.items[i]);
            emit_operand(compiler, OP_DICT_UPDATE, 1);
        } else {
            waiting++;
        }
    }
    if (!built) emit_operand(compiler, OP_BUILD_MAP, 0);
}

// --- formatted strings ------------------------------------------------------------------------

static void compile_joined_str(Compiler *compiler, const Expr *expr) {
    ExprList values = expr->joined_str.values;
    if (values.count > MANY_VALUES) {
        emit_constant(compiler, constant_text(compiler, (Text){"", 0}));
        emit_name(compiler, OP_LOAD_METHOD, identifier_intern(compiler->compilation, "join", 4));
        emit_operand(compiler, OP_BUILD_LIST, 0);
        for (uint32_t i = 0; i < values.count; i++) {
            compile_expr(compiler, values.items[i]);
            emit_operand(compiler, OP_LIST_APPEND, 1);
        }
        emit_operand(compiler, OP_CALL, 1);
        return;
    }
    for (uint32_t i = 0; i < values.count; i++) compile_expr(compiler, values.items[i]);
    if (values.count != 1) emit_operand(compiler, OP_BUILD_STRING, values.count);
}

static void compile_formatted_value(Compiler *compiler, const Expr *expr) {
    int conversion = expr->formatted_value.conversion;
    uint32_t flags = conversion == 's' ? 1 : conversion == 'r' ? 2 : conversion == 'a' ? 3 : 0;
    compile_expr(compiler, expr->formatted_value.value);
    const Expr *spec = expr->formatted_value.format_spec;
    if (spec) {
        compile_expr(compiler, spec);
        // What a call answers may be anything, as far as the verifier can know; this is a str.
        if (spec->kind == EXPR_JOINED_STR && spec->joined_str.values.count > MANY_VALUES)
            emit_operand(compiler, OP_FORMAT_VALUE, 0);
        flags |= 4;
    }
    emit_operand(compiler, OP_FORMAT_VALUE, flags);
}

// --- attributes and subscripts ----------------------------------------------------------------

void place_at_attribute(Compiler *compiler, const Expr *attribute) {
    Range *range = &compiler->body->range;
    if (range->line == attribute->range.end_line) return;
    range->line = attribute->range.end_line;
    uint32_t size = attribute->attribute.attr->text.size;
    if (size <= attribute->range.end_column) {
        range->column = attribute->range.end_column - size;
    } else {
        range->column = range->end_column = UINT32_MAX;
    }
}

static void compile_attribute(Compiler *compiler, const Expr *expr) {
    static const uint8_t opcodes[] = {OP_LOAD_ATTR, OP_STORE_ATTR, OP_DELETE_ATTR};
    compile_expr(compiler, expr->attribute.value);
    place_at_attribute(compiler, expr);
    check_forbidden_name(compiler, expr->attribute.attr, expr->range, (ExprContext)expr->context);
    emit_name(compiler, opcodes[expr->context], expr->attribute.attr);
}

const char *expr_type_name(const Expr *expr) {
    switch (expr->kind) {
    case EXPR_GENERATOR_EXP: return "generator";
    case EXPR_LAMBDA: return "function";
    case EXPR_TUPLE: return "tuple";
    case EXPR_LIST:
    case EXPR_LIST_COMP: return "list";
    case EXPR_DICT:
    case EXPR_DICT_COMP: return "dict";
    case EXPR_SET:
    case EXPR_SET_COMP: return "set";
    case EXPR_JOINED_STR:
    case EXPR_FORMATTED_VALUE: return "str";
    case EXPR_CONSTANT: break;
    default: return NULL;
    }
    static const char *const names[] = {
        [CONSTANT_NONE] = "NoneType", [CONSTANT_FALSE] = "bool",
        [CONSTANT_TRUE] = "bool",     [CONSTANT_ELLIPSIS] = "ellipsis",
        [CONSTANT_INT] = "int",       [CONSTANT_BIG_INT] = "int",
        [CONSTANT_FLOAT] = "float",   [CONSTANT_COMPLEX] = "complex",
        [CONSTANT_STR] = "str",       [CONSTANT_BYTES] = "bytes",
        [CONSTANT_TUPLE] = "tuple",   [CONSTANT_FROZENSET] = "frozenset",
        [CONSTANT_CODE] = "code",
    };
    return names[expr->constant.value->kind];
}

// `[1, 2] [3]`, `5 [0]`: most likely a comma is missing.
static void warn_subscript(Compiler *compiler, const Expr *expr) {
    const Expr *value = expr->subscript.value, *index = expr->subscript.slice;
    bool indexable = false;
    switch (value->kind) {
    case EXPR_CONSTANT: {
        ConstantKind kind = value->constant.value->kind;
        indexable = kind == CONSTANT_STR || kind == CONSTANT_BYTES || kind == CONSTANT_TUPLE;
        if (indexable) break;
    } // fallthrough
    case EXPR_SET:
    case EXPR_SET_COMP:
    case EXPR_GENERATOR_EXP:
    case EXPR_LAMBDA:
        error_warn(compiler->compilation, "SyntaxWarning", compiler->body->range,
                   "'%s' object is not subscriptable; perhaps you missed a comma?",
                   expr_type_name(value));
        return;
    case EXPR_TUPLE:
    case EXPR_LIST:
    case EXPR_LIST_COMP:
    case EXPR_JOINED_STR:
    case EXPR_FORMATTED_VALUE: indexable = true; break;
    default: return;
    }
    const char *type = expr_type_name(index);
    if (!type || index->kind == EXPR_SLICE) return;
    if (index->kind == EXPR_CONSTANT) {
        ConstantKind kind = index->constant.value->kind;
        if (kind == CONSTANT_INT || kind == CONSTANT_BIG_INT || kind == CONSTANT_TRUE ||
            kind == CONSTANT_FALSE)
            return;
    }
    error_warn(compiler->compilation, "SyntaxWarning", compiler->body->range,
               "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
               expr_type_name(value), type);
}

static void compile_subscript(Compiler *compiler, const Expr *expr) {
    static const uint8_t opcodes[] = {OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR};
    if (expr->context == CONTEXT_LOAD) warn_subscript(compiler, expr);
    compile_expr(compiler, expr->subscript.value);
    compile_expr(compiler, expr->subscript.slice);
    emit(compiler, opcodes[expr->context]);
}

static void compile_slice(Compiler *compiler, const Expr *expr) {
    const Expr *parts[] = {expr->slice.lower, expr->slice.upper, expr->slice.step};
    uint32_t count = parts[2] ? 3 : 2;
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i])
            compile_expr(compiler, parts[i]);
        else
            emit_constant(compiler, compiler->none);
    }
    emit_operand(compiler, OP_BUILD_SLICE, count);
}

// target op= value
void compile_augmented(Compiler *compiler, const Stmt *stmt) {
    const Expr *target = stmt->aug_assign.target;
    Range whole = compiler->body->range;
    place_at(compiler, target->range);
    switch (target->kind) {
    case EXPR_ATTRIBUTE:
        compile_expr(compiler, target->attribute.value);
        emit_operand(compiler, OP_COPY, 1);
        place_at_attribute(compiler, target);
        emit_name(compiler, OP_LOAD_ATTR, target->attribute.attr);
        break;
    case EXPR_SUBSCRIPT:
        compile_expr(compiler, target->subscript.value);
        compile_expr(compiler, target->subscript.slice);
        emit_operand(compiler, OP_COPY, 2);
        emit_operand(compiler, OP_COPY, 2);
        emit(compiler, OP_BINARY_SUBSCR);
        break;
    default: compile_name(compiler, target->name.id, CONTEXT_LOAD);
    }
    place_at(compiler, whole);
    compile_expr(compiler, stmt->aug_assign.value);
    emit_binary(compiler, stmt->aug_assign.op, true);
    place_at(compiler, target->range);
    switch (target->kind) {
    case EXPR_ATTRIBUTE:
        place_at_attribute(compiler, target);
        emit_operand(compiler, OP_SWAP, 2);
        emit_name(compiler, OP_STORE_ATTR, target->attribute.attr);
        break;
    case EXPR_SUBSCRIPT:
        emit_operand(compiler, OP_SWAP, 3);
        emit_operand(compiler, OP_SWAP, 2);
        emit(compiler, OP_STORE_SUBSCR);
        break;
    default: compile_name(compiler, target->name.id, CONTEXT_STORE);
    }
}

// --- all of them ------------------------------------------------------------------------------

// An asynchronous generator wraps what it yields, so that it differs from what it awaits.
void compile_yield_value(Compiler *compiler) {
    const Scope *scope = compiler->body->scope;
    if (scope->generator && scope->coroutine) emit(compiler, OP_ASYNC_GEN_WRAP);
    emit(compiler, OP_YIELD_VALUE);
}

void compile_delegation(Compiler *compiler) {
    emit_constant(compiler, compiler->none);
    Block *send = compile_block(compiler), *resume = compile_block(compiler),
          *end = compile_block(compiler);
    compile_use(compiler, send);
    emit_jump(compiler, OP_SEND, end);
    compile_use(compiler, resume);
    emit(compiler, OP_YIELD_VALUE);
    emit_jump(compiler, PSEUDO_JUMP_NO_INTERRUPT, send);
    compile_use(compiler, end);
}

void compile_awaiting(Compiler *compiler, Awaited what) {
    emit_operand(compiler, OP_GET_AWAITABLE, what);
    compile_delegation(compiler);
}

void compile_async_next(Compiler *compiler, Block *end) {
    emit_jump(compiler, PSEUDO_SETUP_FINALLY, end);
    emit(compiler, OP_GET_ANEXT);
    compile_delegation(compiler);
    emit(compiler, PSEUDO_POP_BLOCK);
}

static void compile_yield(Compiler *compiler, const Expr *expr) {
    if (compiler->body->scope->kind != SCOPE_FUNCTION)
        error_syntax(compiler->compilation, expr->range, "'yield' outside function");
    if (expr->kind == EXPR_YIELD) {
        if (expr->yield.value)
            compile_expr(compiler, expr->yield.value);
        else
            emit_constant(compiler, compiler->none);
        compile_yield_value(compiler);
        return;
    }
    if (compiler->body->is_async)
        error_syntax(compiler->compilation, expr->range, "'yield from' inside async function");
    compile_expr(compiler, expr->yield_from.value);
    emit(compiler, OP_GET_YIELD_FROM_ITER);
    compile_delegation(compiler);
}

static void compile_await(Compiler *compiler, const Expr *expr) {
    const Body *body = compiler->body;
    if (body->scope->kind != SCOPE_FUNCTION)
        error_syntax(compiler->compilation, expr->range, "'await' outside function");
    if (!body->is_async && !body->scope->comprehension)
        error_syntax(compiler->compilation, expr->range, "'await' outside async function");
    compile_expr(compiler, expr->await.value);
    compile_awaiting(compiler, AWAITED_OBJECT);
}

static void compile_starred(Compiler *compiler, const Expr *expr) {
    error_syntax(compiler->compilation, expr->range,
                 expr->context == CONTEXT_STORE
                     ? "starred assignment target must be in a list or tuple"
                     : "can't use starred expression here");
}

static void compile_expr_here(Compiler *compiler, const Expr *expr) {
    switch ((ExprKind)expr->kind) {
    case EXPR_BOOL_OP: compile_bool_op(compiler, expr); break;
    case EXPR_NAMED_EXPR:
        compile_expr(compiler, expr->named_expr.value);
        emit_operand(compiler, OP_COPY, 1);
        compile_expr(compiler, expr->named_expr.target);
        break;
    case EXPR_BIN_OP:
        compile_expr(compiler, expr->bin_op.left);
        compile_expr(compiler, expr->bin_op.right);
        emit_binary(compiler, expr->bin_op.op, false);
        break;
    case EXPR_UNARY_OP:
        compile_expr(compiler, expr->unary_op.operand);
        emit_unary(compiler, expr->unary_op.op);
        break;
    case EXPR_LAMBDA: compile_lambda(compiler, expr); break;
    case EXPR_IF_EXP: compile_if_exp(compiler, expr); break;
    case EXPR_DICT: compile_dict(compiler, expr); break;
    case EXPR_SET:
        compile_sequence(compiler, expr->set.elts, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE, 0,
                         false);
        break;
    case EXPR_LIST_COMP:
    case EXPR_SET_COMP:
    case EXPR_DICT_COMP:
    case EXPR_GENERATOR_EXP: compile_comprehension(compiler, expr); break;
    case EXPR_AWAIT: compile_await(compiler, expr); break;
    case EXPR_YIELD:
    case EXPR_YIELD_FROM: compile_yield(compiler, expr); break;
    case EXPR_COMPARE: compile_compare(compiler, expr); break;
    case EXPR_CALL: compile_call(compiler, expr); break;
    case EXPR_FORMATTED_VALUE: compile_formatted_value(compiler, expr); break;
    case EXPR_JOINED_STR: compile_joined_str(compiler, expr); break;
    case EXPR_CONSTANT: emit_constant(compiler, expr->constant.value); break;
    case EXPR_ATTRIBUTE: compile_attribute(compiler, expr); break;
    case EXPR_SUBSCRIPT: compile_subscript(compiler, expr); break;
    case EXPR_STARRED: compile_starred(compiler, expr); break;
    case EXPR_NAME: compile_name(compiler, expr->name.id, (ExprContext)expr->context); break;
    case EXPR_LIST:
    case EXPR_TUPLE: compile_list(compiler, expr); break;
    case EXPR_SLICE: compile_slice(compiler, expr); break;
    }
}

void compile_expr(Compiler *compiler, const Expr *expr) {
    compilation_check_stack(compiler->compilation);
    Range outer = compiler->body->range;
    place_at(compiler, expr->range);
    compile_expr_here(compiler, expr);
    place_at(compiler, outer);
}
