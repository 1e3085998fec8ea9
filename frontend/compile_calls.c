// Calls and comprehensions (which are calls of a function made on the spot).
#include "frontend/compile.h"

#include <string.h>

enum { MANY_ARGUMENTS = 30 }; // more are passed as a tuple and a dict

// Names must be free to assign to, and differ. The first name that comes back is told of where it
// does.
static void check_keywords(Compiler *compiler, KeywordList keywords) {
    if (!keywords.count) return;
    uint32_t repeated = UINT32_MAX, again = 0, room = 4;
    while (room < keywords.count * 2) room *= 2;
    // Open addressing: the number of a keyword from 1, or 0.
    uint32_t *slots = arena_array(compiler->arena, uint32_t, room);
    for (uint32_t i = 0; i < keywords.count; i++) {
        const Identifier *name = keywords.items[i]->arg;
        if (!name) continue;
        uint32_t slot = name->hash & (room - 1);
        while (slots[slot] && keywords.items[slots[slot] - 1]->arg != name)
            slot = (slot + 1) & (room - 1);
        if (!slots[slot]) {
            slots[slot] = i + 1;
        } else if (slots[slot] - 1 < repeated) {
            repeated = slots[slot] - 1;
            again = i;
        }
    }
    for (uint32_t i = 0; i < keywords.count; i++) {
        const Keyword *keyword = keywords.items[i];
        if (!keyword->arg) continue;
        check_forbidden_name(compiler, keyword->arg, compiler->body->range, CONTEXT_STORE);
        if (i == repeated)
            error_syntax(compiler->compilation, keywords.items[again]->range,
                         "keyword argument repeated: %s", keyword->arg->text.data);
    }
}

static bool has_unpacking(ExprList args, KeywordList keywords) {
    for (uint32_t i = 0; i < args.count; i++) {
        if (args.items[i]->kind == EXPR_STARRED) return true;
    }
    for (uint32_t i = 0; i < keywords.count; i++) {
        if (!keywords.items[i]->arg) return true;
    }
    return false;
}

static Constant *keyword_names(Compiler *compiler, KeywordList keywords, uint32_t begin,
                               uint32_t end) {
    Constant **items = arena_array(compiler->arena, Constant *, end - begin + 1);
    for (uint32_t i = begin; i < end; i++)
        items[i - begin] = constant_text(compiler, keywords.items[i]->arg->text);
    return constant_tuple(compiler, items, end - begin);
}

// Arguments of a call without stars.
static void compile_plain_arguments(Compiler *compiler, ExprList args, KeywordList keywords) {
    for (uint32_t i = 0; i < args.count; i++) compile_expr(compiler, args.items[i]);
    for (uint32_t i = 0; i < keywords.count; i++) compile_expr(compiler, keywords.items[i]->value);
    if (keywords.count)
        emit_constant(compiler, keyword_names(compiler, keywords, 0, keywords.count));
}

static void emit_call(Compiler *compiler, uint32_t count, bool keywords) {
    emit_operand(compiler, keywords ? OP_CALL_KW : OP_CALL, count);
}

// Some keyword arguments as a dict.
static void compile_keyword_part(Compiler *compiler, KeywordList keywords, uint32_t begin,
                                 uint32_t end) {
    uint32_t count = end - begin;
    bool many = count * 2 > MANY_ARGUMENTS;
    if (count > 1 && !many) {
        for (uint32_t i = begin; i < end; i++) compile_expr(compiler, keywords.items[i]->value);
        emit_constant(compiler, keyword_names(compiler, keywords, begin, end));
        emit_operand(compiler, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (many) emit_operand(compiler, OP_BUILD_MAP, 0);
    for (uint32_t i = begin; i < end; i++) {
        emit_constant(compiler, constant_text(compiler, keywords.items[i]->arg->text));
        compile_expr(compiler, keywords.items[i]->value);
        // As in CPython, this one has no line.
        if (many) emit_without_line(compiler, OP_MAP_ADD, 1, NULL);
    }
    if (!many) emit_operand(compiler, OP_BUILD_MAP, count);
}

static void compile_keyword_dict(Compiler *compiler, KeywordList keywords) {
    bool built = false;
    uint32_t waiting = 0;
    for (uint32_t i = 0; i <= keywords.count; i++) {
        bool unpacks = i < keywords.count && !keywords.items[i]->arg;
        if (waiting && (unpacks || i == keywords.count)) {
            compile_keyword_part(compiler, keywords, i - waiting, i);
            if (built) emit_operand(compiler, OP_DICT_MERGE, 1);
            built = true;
            waiting = 0;
        }
        if (i == keywords.count) break;
        if (unpacks) {
            if (!built) emit_operand(compiler, OP_BUILD_MAP, 0);
            built = true;
            compile_expr(compiler, keywords.items[i]->value);
            emit_operand(compiler, OP_DICT_MERGE, 1);
        } else {
            waiting++;
        }
    }
}

void compile_call_arguments(Compiler *compiler, uint32_t pushed, ExprList args,
                            KeywordList keywords) {
    check_keywords(compiler, keywords);
    if (args.count + keywords.count * 2 <= MANY_ARGUMENTS && !has_unpacking(args, keywords)) {
        compile_plain_arguments(compiler, args, keywords);
        emit_call(compiler, pushed + args.count + keywords.count, keywords.count != 0);
        return;
    }
    if (!pushed && args.count == 1 && args.items[0]->kind == EXPR_STARRED)
        compile_expr(compiler, args.items[0]->starred.value);
    else
        compile_sequence(compiler, args, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND, pushed,
                         true);
    if (keywords.count)
        compile_keyword_dict(compiler, keywords);
    else
        emit(compiler, OP_PUSH_NULL);
    emit(compiler, OP_CALL_FUNCTION_EX);
}

static void warn_caller(Compiler *compiler, const Expr *callee) {
    const char *type = callee->kind == EXPR_LAMBDA ? NULL : expr_type_name(callee);
    if (type)
        error_warn(compiler->compilation, "SyntaxWarning", compiler->body->range,
                   "'%s' object is not callable; perhaps you missed a comma?", type);
}

void compile_call(Compiler *compiler, const Expr *expr) {
    const Expr *callee = expr->call.func;
    ExprList args = expr->call.args;
    KeywordList keywords = expr->call.keywords;
    uint32_t weight = args.count + keywords.count + (keywords.count != 0);
    if (callee->kind == EXPR_ATTRIBUTE && weight < MANY_ARGUMENTS &&
        !has_unpacking(args, keywords)) {
        check_keywords(compiler, keywords);
        compile_expr(compiler, callee->attribute.value);
        place_at(compiler, callee->range);
        place_at_attribute(compiler, callee);
        emit_name(compiler, OP_LOAD_METHOD, callee->attribute.attr);
        place_at(compiler, expr->range);
        compile_plain_arguments(compiler, args, keywords);
        place_at_attribute(compiler, callee);
        emit_call(compiler, args.count + keywords.count, keywords.count != 0);
        return;
    }
    warn_caller(compiler, callee);
    compile_expr(compiler, callee);
    place_at(compiler, callee->range);
    emit(compiler, OP_PUSH_NULL);
    place_at(compiler, expr->range);
    compile_call_arguments(compiler, 0, args, keywords);
}

// --- comprehensions ---------------------------------------------------------------------------

typedef struct {
    const Expr *expr;
    ComprehensionList parts;
    const Expr *element, *value;
} Generated;

static void compile_element(Compiler *compiler, const Generated *generated, uint32_t depth) {
    compile_expr(compiler, generated->element);
    switch (generated->expr->kind) {
    case EXPR_GENERATOR_EXP:
        compile_yield_value(compiler);
        emit(compiler, OP_POP_TOP);
        break;
    case EXPR_LIST_COMP: emit_operand(compiler, OP_LIST_APPEND, depth + 1); break;
    case EXPR_SET_COMP: emit_operand(compiler, OP_SET_ADD, depth + 1); break;
    default:
        compile_expr(compiler, generated->value);
        emit_operand(compiler, OP_MAP_ADD, depth + 1);
    }
}

// `for y in [x]` binds y without a loop.
static const Expr *only_item(const Expr *iter) {
    if (iter->kind != EXPR_LIST && iter->kind != EXPR_TUPLE) return NULL;
    if (iter->list.elts.count != 1 || iter->list.elts.items[0]->kind == EXPR_STARRED) return NULL;
    return iter->list.elts.items[0];
}

static void compile_part(Compiler *compiler, const Generated *generated, uint32_t index,
                         uint32_t depth) {
    compilation_check_stack(compiler->compilation);
    const Comprehension *part = generated->parts.items[index];
    Block *start = compile_block(compiler), *cleanup = compile_block(compiler),
          *end = compile_block(compiler);
    const Expr *only = index && !part->is_async ? only_item(part->iter) : NULL;
    if (!index) {
        compiler->body->argument_count = 1;
        emit_operand(compiler, OP_LOAD_FAST, 0);
    } else if (only) {
        compile_expr(compiler, only);
    } else {
        compile_expr(compiler, part->iter);
        emit(compiler, part->is_async ? OP_GET_AITER : OP_GET_ITER);
    }
    if (!only) {
        depth++;
        compile_use(compiler, start);
        if (part->is_async) {
            frame_push(compiler, (FrameBlock){.kind = FRAME_ASYNC_GENERATION, .block = start});
            compile_async_next(compiler, end);
        } else {
            emit_jump(compiler, OP_FOR_ITER, end);
        }
    }
    compile_expr(compiler, part->target);
    for (uint32_t i = 0; i < part->ifs.count; i++)
        compile_jump_if(compiler, part->ifs.items[i], cleanup, false);
    if (index + 1 < generated->parts.count)
        compile_part(compiler, generated, index + 1, depth);
    else
        compile_element(compiler, generated, depth);
    compile_use(compiler, cleanup);
    if (!only) {
        emit_jump(compiler, PSEUDO_JUMP, start);
        if (part->is_async) frame_pop(compiler);
        compile_use(compiler, end);
        if (part->is_async) emit(compiler, OP_END_ASYNC_FOR);
    }
}

static const char *comprehension_name(const Expr *expr, uint32_t *build) {
    switch (expr->kind) {
    case EXPR_LIST_COMP: *build = OP_BUILD_LIST; return "<listcomp>";
    case EXPR_SET_COMP: *build = OP_BUILD_SET; return "<setcomp>";
    case EXPR_DICT_COMP: *build = OP_BUILD_MAP; return "<dictcomp>";
    default: return "<genexpr>";
    }
}

void compile_comprehension(Compiler *compiler, const Expr *expr) {
    bool dict = expr->kind == EXPR_DICT_COMP, generator = expr->kind == EXPR_GENERATOR_EXP;
    Generated generated = {
        .expr = expr,
        .parts = dict ? expr->dict_comp.generators : expr->comp.generators,
        .element = dict ? expr->dict_comp.key : expr->comp.elt,
        .value = dict ? expr->dict_comp.value : NULL,
    };
    const Scope *scope = symtable_scope(compiler->symtable, expr);
    bool awaited = scope->coroutine && !generator;
    if (awaited && !compiler->body->is_async && !compiler->body->scope->comprehension)
        error_syntax(compiler->compilation, expr->range,
                     "asynchronous comprehension outside of an asynchronous function");
    uint32_t build = 0;
    const char *name = comprehension_name(expr, &build);
    compile_enter(compiler, identifier_intern(compiler->compilation, name, strlen(name)), expr,
                  expr->range.line);
    place_at(compiler, expr->range);
    if (!generator) emit_operand(compiler, build, 0);
    compile_part(compiler, &generated, 0, 0);
    if (!generator) emit(compiler, OP_RETURN_VALUE);
    Code *code = compile_leave(compiler, true);
    compile_closure(compiler, code, 0);
    compile_expr(compiler, generated.parts.items[0]->iter);
    emit(compiler, generated.parts.items[0]->is_async ? OP_GET_AITER : OP_GET_ITER);
    emit_operand(compiler, OP_CALL, 0);
    if (awaited) compile_awaiting(compiler, AWAITED_OBJECT);
}
