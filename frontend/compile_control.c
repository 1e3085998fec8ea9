// Statements that branch: loops, conditions, try, with, and the ways out of them. What a jump
// leaves behind on the stack is undone frame by frame.
#include "frontend/compile.h"

// --- leaving ----------------------------------------------------------------------------------

static void emit_exit_call(Compiler *compiler, bool is_async) {
    emit(compiler, OP_PUSH_NULL);
    for (int i = 0; i < 3; i++) emit_constant(compiler, compiler->none);
    emit_operand(compiler, OP_CALL, 3);
    if (is_async) compile_awaiting(compiler, AWAITED_EXIT);
}

static void forget_exception_name(Compiler *compiler, const Identifier *name) {
    emit_constant(compiler, compiler->none);
    compile_name(compiler, name, CONTEXT_STORE);
    compile_name(compiler, name, CONTEXT_DEL);
}

// Code that leaves one frame; `keep` says that a value on top of the stack must survive.
static void unwind_frame(Compiler *compiler, const FrameBlock *frame, bool keep) {
    switch (frame->kind) {
    case FRAME_WHILE_LOOP:
    case FRAME_ASYNC_GENERATION:
    case FRAME_GROUP_HANDLER:
    case FRAME_EXCEPTION_HANDLER: break;
    case FRAME_FOR_LOOP:
    case FRAME_POP_VALUE:
        if (keep) emit_operand(compiler, OP_SWAP, 2);
        emit(compiler, OP_POP_TOP);
        break;
    case FRAME_TRY_EXCEPT: emit(compiler, PSEUDO_POP_BLOCK); break;
    case FRAME_FINALLY_TRY:
        emit(compiler, PSEUDO_POP_BLOCK);
        if (keep) frame_push(compiler, (FrameBlock){.kind = FRAME_POP_VALUE});
        compile_statements(compiler, *frame->final_body);
        if (keep) frame_pop(compiler);
        place_at(compiler, (Range){0});
        break;
    case FRAME_FINALLY_END:
        if (keep) emit_operand(compiler, OP_SWAP, 2);
        emit(compiler, OP_POP_TOP);
        if (keep) emit_operand(compiler, OP_SWAP, 2);
        emit(compiler, PSEUDO_POP_BLOCK);
        emit(compiler, OP_POP_EXCEPT);
        break;
    case FRAME_WITH:
    case FRAME_ASYNC_WITH:
        place_at(compiler, frame->with->range);
        emit(compiler, PSEUDO_POP_BLOCK);
        if (keep) emit_operand(compiler, OP_SWAP, 2);
        emit_exit_call(compiler, frame->kind == FRAME_ASYNC_WITH);
        emit(compiler, OP_POP_TOP);
        place_at(compiler, (Range){0});
        break;
    case FRAME_HANDLER_CLEANUP:
        if (frame->name) emit(compiler, PSEUDO_POP_BLOCK);
        if (keep) emit_operand(compiler, OP_SWAP, 2);
        emit(compiler, PSEUDO_POP_BLOCK);
        emit(compiler, OP_POP_EXCEPT);
        if (frame->name) forget_exception_name(compiler, frame->name);
        break;
    }
}

// Leaves frames up to the nearest loop if `to_loop`, else all. While a frame's leaving code is
// compiled the frame is not there.
static const FrameBlock *unwind(Compiler *compiler, bool keep, bool to_loop) {
    Body *body = compiler->body;
    if (!body->frame_count) return NULL;
    FrameBlock *top = &body->frames[body->frame_count - 1];
    if (top->kind == FRAME_GROUP_HANDLER)
        error_syntax(compiler->compilation, body->range,
                     "'break', 'continue' and 'return' cannot appear in an except* block");
    if (to_loop && (top->kind == FRAME_WHILE_LOOP || top->kind == FRAME_FOR_LOOP)) return top;
    FrameBlock copy = *top;
    body->frame_count--;
    unwind_frame(compiler, &copy, keep);
    const FrameBlock *loop = unwind(compiler, keep, to_loop);
    body->frames[body->frame_count++] = copy;
    return loop;
}

void compile_return(Compiler *compiler, const Stmt *stmt) {
    const Expr *value = stmt->return_.value;
    if (compiler->body->scope->kind != SCOPE_FUNCTION)
        error_syntax(compiler->compilation, stmt->range, "'return' outside function");
    if (value && compiler->body->scope->coroutine && compiler->body->scope->generator)
        error_syntax(compiler->compilation, stmt->range, "'return' with value in async generator");
    bool keep = value && value->kind != EXPR_CONSTANT;
    if (keep) {
        compile_expr(compiler, value);
    } else if (value) {
        place_at(compiler, value->range);
        emit(compiler, OP_NOP);
    }
    if (!value || value->range.line != stmt->range.line) {
        place_at(compiler, stmt->range);
        emit(compiler, OP_NOP);
    }
    unwind(compiler, keep, false);
    if (!keep) emit_constant(compiler, value ? value->constant.value : compiler->none);
    emit(compiler, OP_RETURN_VALUE);
}

void compile_break(Compiler *compiler, const Stmt *stmt) {
    emit(compiler, OP_NOP);
    const FrameBlock *loop = unwind(compiler, false, true);
    if (!loop) error_syntax(compiler->compilation, stmt->range, "'break' outside loop");
    unwind_frame(compiler, loop, false);
    emit_jump(compiler, PSEUDO_JUMP, loop->exit);
}

void compile_continue(Compiler *compiler, const Stmt *stmt) {
    emit(compiler, OP_NOP);
    const FrameBlock *loop = unwind(compiler, false, true);
    if (!loop) error_syntax(compiler->compilation, stmt->range, "'continue' not properly in loop");
    emit_jump(compiler, PSEUDO_JUMP, loop->block);
}

// --- conditions and loops ---------------------------------------------------------------------

void compile_if(Compiler *compiler, const Stmt *stmt) {
    Block *end = compile_block(compiler);
    bool has_else = stmt->if_.orelse.count != 0;
    Block *orelse = has_else ? compile_block(compiler) : end;
    compile_jump_if(compiler, stmt->if_.test, orelse, false);
    compile_statements(compiler, stmt->if_.body);
    if (has_else) {
        emit_without_line(compiler, PSEUDO_JUMP, 0, end);
        compile_use(compiler, orelse);
        compile_statements(compiler, stmt->if_.orelse);
    }
    compile_use(compiler, end);
}

void compile_while(Compiler *compiler, const Stmt *stmt) {
    Block *loop = compile_block(compiler), *body = compile_block(compiler),
          *orelse = compile_block(compiler), *end = compile_block(compiler);
    compile_use(compiler, loop);
    frame_push(compiler, (FrameBlock){.kind = FRAME_WHILE_LOOP, .block = loop, .exit = end});
    compile_jump_if(compiler, stmt->while_.test, orelse, false);
    compile_use(compiler, body);
    compile_statements(compiler, stmt->while_.body);
    place_at(compiler, stmt->range);
    compile_jump_if(compiler, stmt->while_.test, body, true);
    frame_pop(compiler);
    compile_use(compiler, orelse);
    compile_statements(compiler, stmt->while_.orelse);
    compile_use(compiler, end);
}

void compile_for(Compiler *compiler, const Stmt *stmt) {
    Block *start = compile_block(compiler), *body = compile_block(compiler),
          *cleanup = compile_block(compiler), *end = compile_block(compiler);
    frame_push(compiler, (FrameBlock){.kind = FRAME_FOR_LOOP, .block = start, .exit = end});
    compile_expr(compiler, stmt->for_.iter);
    emit(compiler, OP_GET_ITER);
    compile_use(compiler, start);
    emit_jump(compiler, OP_FOR_ITER, cleanup);
    compile_use(compiler, body);
    compile_expr(compiler, stmt->for_.target);
    compile_statements(compiler, stmt->for_.body);
    place_at(compiler, (Range){0});
    emit_jump(compiler, PSEUDO_JUMP, start);
    compile_use(compiler, cleanup);
    frame_pop(compiler);
    compile_statements(compiler, stmt->for_.orelse);
    compile_use(compiler, end);
}

void compile_async_for(Compiler *compiler, const Stmt *stmt) {
    if (!compiler->body->is_async)
        error_syntax(compiler->compilation, stmt->range, "'async for' outside async function");
    Block *start = compile_block(compiler), *except = compile_block(compiler),
          *end = compile_block(compiler);
    compile_expr(compiler, stmt->for_.iter);
    emit(compiler, OP_GET_AITER);
    compile_use(compiler, start);
    frame_push(compiler, (FrameBlock){.kind = FRAME_FOR_LOOP, .block = start, .exit = end});
    compile_async_next(compiler, except);
    compile_expr(compiler, stmt->for_.target);
    compile_statements(compiler, stmt->for_.body);
    place_at(compiler, (Range){0});
    emit_jump(compiler, PSEUDO_JUMP, start);
    frame_pop(compiler);
    compile_use(compiler, except);
    place_at(compiler, stmt->for_.iter->range);
    emit(compiler, OP_END_ASYNC_FOR);
    compile_statements(compiler, stmt->for_.orelse);
    compile_use(compiler, end);
}

// --- try --------------------------------------------------------------------------------------

// Where a handler itself raises: restores the exception before it and raises on.
static void emit_cleanup(Compiler *compiler, Block *cleanup) {
    compile_use(compiler, cleanup);
    emit_operand(compiler, OP_COPY, 3);
    emit(compiler, OP_POP_EXCEPT);
    emit_operand(compiler, OP_RERAISE, 1);
}

static void compile_handler_body(Compiler *compiler, const ExceptHandler *handler, Block *end) {
    Block *body = compile_block(compiler);
    FrameBlock frame = {.kind = FRAME_HANDLER_CLEANUP, .block = body, .name = handler->name};
    Block *named_cleanup = NULL;
    if (handler->name) {
        named_cleanup = compile_block(compiler);
        compile_name(compiler, handler->name, CONTEXT_STORE);
        emit_jump(compiler, PSEUDO_SETUP_CLEANUP, named_cleanup);
    } else {
        emit(compiler, OP_POP_TOP);
    }
    compile_use(compiler, body);
    frame_push(compiler, frame);
    compile_statements(compiler, handler->body);
    frame_pop(compiler);
    place_at(compiler, (Range){0});
    if (handler->name) emit(compiler, PSEUDO_POP_BLOCK);
    emit(compiler, PSEUDO_POP_BLOCK);
    emit(compiler, OP_POP_EXCEPT);
    if (handler->name) forget_exception_name(compiler, handler->name);
    emit_jump(compiler, PSEUDO_JUMP, end);
    if (handler->name) {
        compile_use(compiler, named_cleanup);
        forget_exception_name(compiler, handler->name);
        emit_operand(compiler, OP_RERAISE, 1);
    }
}

static void compile_try_except(Compiler *compiler, const Stmt *stmt) {
    ExceptHandlerList handlers = stmt->try_.handlers;
    Block *body = compile_block(compiler), *except = compile_block(compiler),
          *end = compile_block(compiler), *cleanup = compile_block(compiler);
    emit_jump(compiler, PSEUDO_SETUP_FINALLY, except);
    compile_use(compiler, body);
    frame_push(compiler, (FrameBlock){.kind = FRAME_TRY_EXCEPT, .block = body});
    compile_statements(compiler, stmt->try_.body);
    frame_pop(compiler);
    emit_without_line(compiler, PSEUDO_POP_BLOCK, 0, NULL);
    compile_statements(compiler, stmt->try_.orelse);
    emit_without_line(compiler, PSEUDO_JUMP, 0, end);

    compile_use(compiler, except);
    place_at(compiler, (Range){0});
    emit_jump(compiler, PSEUDO_SETUP_CLEANUP, cleanup);
    emit(compiler, OP_PUSH_EXC_INFO);
    frame_push(compiler, (FrameBlock){.kind = FRAME_EXCEPTION_HANDLER});
    for (uint32_t i = 0; i < handlers.count; i++) {
        const ExceptHandler *handler = handlers.items[i];
        place_at(compiler, handler->range);
        if (!handler->type && i + 1 < handlers.count)
            error_syntax(compiler->compilation, handler->range, "default 'except:' must be last");
        Block *next = compile_block(compiler);
        if (handler->type) {
            compile_expr(compiler, handler->type);
            emit(compiler, OP_CHECK_EXC_MATCH);
            emit_jump(compiler, PSEUDO_POP_JUMP_IF_FALSE, next);
        }
        compile_handler_body(compiler, handler, end);
        compile_use(compiler, next);
    }
    place_at(compiler, (Range){0});
    frame_pop(compiler);
    emit_operand(compiler, OP_RERAISE, 0);
    emit_cleanup(compiler, cleanup);
    compile_use(compiler, end);
}

// One clause of except*. On the stack: what was handled before, the original group, the list of
// what the clauses raised, and what no clause has taken yet. Whatever the body raises joins the
// list.
static void compile_group_handler(Compiler *compiler, const ExceptHandler *handler, bool first,
                                  Block *next) {
    Block *matched = compile_block(compiler), *raised = compile_block(compiler),
          *body = compile_block(compiler);
    if (first) {
        emit_operand(compiler, OP_COPY, 1);
        emit_operand(compiler, OP_BUILD_LIST, 0);
        emit_operand(compiler, OP_SWAP, 2);
    }
    compile_expr(compiler, handler->type);
    emit(compiler, OP_CHECK_EG_MATCH);
    emit_operand(compiler, OP_COPY, 1);
    emit_jump(compiler, PSEUDO_POP_JUMP_IF_NOT_NONE, matched);
    emit(compiler, OP_POP_TOP);
    emit_jump(compiler, PSEUDO_JUMP, next);

    compile_use(compiler, matched);
    if (handler->name)
        compile_name(compiler, handler->name, CONTEXT_STORE);
    else
        emit(compiler, OP_POP_TOP);
    emit_jump(compiler, PSEUDO_SETUP_CLEANUP, raised);
    compile_use(compiler, body);
    frame_push(compiler,
               (FrameBlock){.kind = FRAME_HANDLER_CLEANUP, .block = body, .name = handler->name});
    compile_statements(compiler, handler->body);
    frame_pop(compiler);
    place_at(compiler, (Range){0});
    emit(compiler, PSEUDO_POP_BLOCK);
    if (handler->name) forget_exception_name(compiler, handler->name);
    emit_jump(compiler, PSEUDO_JUMP, next);

    compile_use(compiler, raised);
    if (handler->name) forget_exception_name(compiler, handler->name);
    emit_operand(compiler, OP_LIST_APPEND, 3);
    emit(compiler, OP_POP_TOP);
    emit_jump(compiler, PSEUDO_JUMP, next);
    compile_use(compiler, next);
}

static void compile_try_star(Compiler *compiler, const Stmt *stmt) {
    ExceptHandlerList handlers = stmt->try_.handlers;
    Block *body = compile_block(compiler), *except = compile_block(compiler),
          *orelse = compile_block(compiler), *end = compile_block(compiler),
          *cleanup = compile_block(compiler), *finish = compile_block(compiler);
    emit_jump(compiler, PSEUDO_SETUP_FINALLY, except);
    compile_use(compiler, body);
    frame_push(compiler, (FrameBlock){.kind = FRAME_TRY_EXCEPT, .block = body});
    compile_statements(compiler, stmt->try_.body);
    frame_pop(compiler);
    emit_without_line(compiler, PSEUDO_POP_BLOCK, 0, NULL);
    emit_without_line(compiler, PSEUDO_JUMP, 0, orelse);

    compile_use(compiler, except);
    place_at(compiler, (Range){0});
    emit_jump(compiler, PSEUDO_SETUP_CLEANUP, cleanup);
    emit(compiler, OP_PUSH_EXC_INFO);
    frame_push(compiler, (FrameBlock){.kind = FRAME_GROUP_HANDLER});
    for (uint32_t i = 0; i < handlers.count; i++) {
        place_at(compiler, handlers.items[i]->range);
        compile_group_handler(compiler, handlers.items[i], i == 0, compile_block(compiler));
    }
    emit_operand(compiler, OP_LIST_APPEND, 1);
    emit_jump(compiler, PSEUDO_JUMP, finish);
    place_at(compiler, (Range){0});
    frame_pop(compiler);

    Block *reraise = compile_block(compiler);
    compile_use(compiler, finish);
    emit(compiler, OP_PREP_RERAISE_STAR);
    emit_operand(compiler, OP_COPY, 1);
    emit_jump(compiler, PSEUDO_POP_JUMP_IF_NOT_NONE, reraise);
    emit(compiler, OP_POP_TOP);
    emit(compiler, PSEUDO_POP_BLOCK);
    emit(compiler, OP_POP_EXCEPT);
    emit_jump(compiler, PSEUDO_JUMP, end);
    compile_use(compiler, reraise);
    emit(compiler, PSEUDO_POP_BLOCK);
    emit_operand(compiler, OP_SWAP, 2);
    emit(compiler, OP_POP_EXCEPT);
    emit_operand(compiler, OP_RERAISE, 0);
    emit_cleanup(compiler, cleanup);
    compile_use(compiler, orelse);
    compile_statements(compiler, stmt->try_.orelse);
    compile_use(compiler, end);
}

static void compile_try_handlers(Compiler *compiler, const Stmt *stmt) {
    if (stmt->kind == STMT_TRY_STAR)
        compile_try_star(compiler, stmt);
    else
        compile_try_except(compiler, stmt);
}

static void compile_try_finally(Compiler *compiler, const Stmt *stmt) {
    Block *body = compile_block(compiler), *end = compile_block(compiler),
          *exit = compile_block(compiler), *cleanup = compile_block(compiler);
    emit_jump(compiler, PSEUDO_SETUP_FINALLY, end);
    compile_use(compiler, body);
    frame_push(compiler, (FrameBlock){.kind = FRAME_FINALLY_TRY,
                                      .block = body,
                                      .exit = end,
                                      .final_body = &stmt->try_.finalbody});
    if (stmt->try_.handlers.count)
        compile_try_handlers(compiler, stmt);
    else
        compile_statements(compiler, stmt->try_.body);
    emit_without_line(compiler, PSEUDO_POP_BLOCK, 0, NULL);
    frame_pop(compiler);
    compile_statements(compiler, stmt->try_.finalbody);
    emit_without_line(compiler, PSEUDO_JUMP, 0, exit);

    compile_use(compiler, end);
    frame_push(compiler, (FrameBlock){.kind = FRAME_FINALLY_END, .block = end});
    place_at(compiler, (Range){0});
    emit_jump(compiler, PSEUDO_SETUP_CLEANUP, cleanup);
    emit(compiler, OP_PUSH_EXC_INFO);
    compile_statements(compiler, stmt->try_.finalbody);
    emit_operand(compiler, OP_RERAISE, 0);
    frame_pop(compiler);
    emit_cleanup(compiler, cleanup);
    compile_use(compiler, exit);
}

void compile_try(Compiler *compiler, const Stmt *stmt) {
    if (stmt->try_.finalbody.count)
        compile_try_finally(compiler, stmt);
    else
        compile_try_handlers(compiler, stmt);
}

// --- with -------------------------------------------------------------------------------------

void compile_with(Compiler *compiler, const Stmt *stmt, uint32_t index) {
    const WithItem *item = stmt->with.items.items[index];
    bool is_async = stmt->kind == STMT_ASYNC_WITH;
    if (is_async && !compiler->body->is_async)
        error_syntax(compiler->compilation, stmt->range, "'async with' outside async function");
    Block *block = compile_block(compiler), *final = compile_block(compiler),
          *exit = compile_block(compiler), *cleanup = compile_block(compiler),
          *suppressed = compile_block(compiler);
    compilation_check_stack(compiler->compilation);
    compile_expr(compiler, item->context_expr);
    emit(compiler, is_async ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH);
    if (is_async) compile_awaiting(compiler, AWAITED_ENTER);
    emit_jump(compiler, PSEUDO_SETUP_WITH, final);
    compile_use(compiler, block);
    frame_push(compiler, (FrameBlock){.kind = is_async ? FRAME_ASYNC_WITH : FRAME_WITH,
                                      .block = block,
                                      .exit = final,
                                      .with = stmt});
    if (item->optional_vars)
        compile_expr(compiler, item->optional_vars);
    else
        emit(compiler, OP_POP_TOP);
    if (index + 1 < stmt->with.items.count)
        compile_with(compiler, stmt, index + 1);
    else
        compile_statements(compiler, stmt->with.body);
    if (!is_async) place_at(compiler, (Range){0});
    emit(compiler, PSEUDO_POP_BLOCK);
    frame_pop(compiler);
    place_at(compiler, stmt->range);
    emit_exit_call(compiler, is_async);
    emit(compiler, OP_POP_TOP);
    emit_jump(compiler, PSEUDO_JUMP, exit);

    compile_use(compiler, final);
    emit_jump(compiler, PSEUDO_SETUP_CLEANUP, cleanup);
    emit(compiler, OP_PUSH_EXC_INFO);
    emit(compiler, OP_WITH_EXCEPT_START);
    if (is_async) compile_awaiting(compiler, AWAITED_EXIT);
    emit_jump(compiler, PSEUDO_POP_JUMP_IF_TRUE, suppressed);
    emit_operand(compiler, OP_RERAISE, 2);
    place_at(compiler, (Range){0});
    emit_cleanup(compiler, cleanup);
    compile_use(compiler, suppressed);
    emit(compiler, OP_POP_TOP);
    emit(compiler, PSEUDO_POP_BLOCK);
    emit(compiler, OP_POP_EXCEPT);
    emit(compiler, OP_POP_TOP);
    emit(compiler, OP_POP_TOP);
    compile_use(compiler, exit);
}
