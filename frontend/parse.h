// What the files of the parser share: the cursor, lists under construction, failing, and the
// functions named after the grammar's symbols. Recursive descent over an array of tokens; a
// function is called with the cursor on its first token and leaves it behind its last.
#ifndef FRONTEND_PARSE_H
#define FRONTEND_PARSE_H

#include "frontend/error.h"
#include "frontend/lexer.h"

// How far the lines of an f-string have been counted.
typedef struct {
    const Token *token;
    const char *at, *line_start; // NULL: the line that the token begins in
    uint32_t line;
} LineCount;

typedef struct {
    Compilation *compilation;
    Arena *arena;
    const Token *at; // the current token
    TokenList list;
    FrontendError lexer_error; // of the whole source; raised in place of the parser's
    bool lexer_error_waits;    // unless it waits until the parser comes there

    // Lists grow here and move to the arena when complete; `lists` is a stack of open ones.
    void **lists;
    uint32_t list_count, list_room;

    uint32_t depth;          // nesting, as the C stack sees it
    uint32_t foldable_count; // expressions so far that fold.c might change

    // While the expression of an f-string is parsed: its text with parentheses around, and where
    // that stands. Errors are then told within this text.
    const LexerInput *f_string;
    LineCount counted;

    bool quiet;     // an expression after an expression is no matter to explain
    jmp_buf *trial; // set while the parser only tries: failing jumps there
    const Identifier *name_match, *name_case, *name_underscore, *name_print, *name_exec;
} Parser;

// --- cursor -----------------------------------------------------------------------------------

static inline TokenKind kind_at(const Parser *parser) {
    return parser->at->kind;
}

static inline bool accept(Parser *parser, TokenKind kind) {
    if (parser->at->kind != kind) return false;
    parser->at++;
    return true;
}

static inline const Identifier *token_identifier(const Parser *parser, const Token *token) {
    return parser->compilation->identifiers.items[token->identifier];
}

// The text of the type comment at the cursor, moving past it; NULL if there is none.
const Identifier *type_comment(Parser *parser);

// Whether the current token is the soft keyword or name `name`.
static inline bool at_name(const Parser *parser, const Identifier *name) {
    return parser->at->kind == TOKEN_NAME && parser->at->identifier == name->index;
}

static inline Range token_range(const Token *token) {
    return (Range){token->line, token->column, token->end_line, token->end_column};
}

// From a start to the end of the token before the cursor.
static inline Range range_from(const Parser *parser, const Token *start) {
    return (Range){start->line, start->column, parser->at[-1].end_line, parser->at[-1].end_column};
}

static inline Range range_join(Range start, Range end) {
    return (Range){start.line, start.column, end.end_line, end.end_column};
}

static inline Range range_since(const Parser *parser, Range start) {
    return (Range){start.line, start.column, parser->at[-1].end_line, parser->at[-1].end_column};
}

// --- nodes and lists --------------------------------------------------------------------------

static inline Expr *expr_new(Parser *parser, ExprKind kind, Range range) {
    Expr *expr = arena_new(parser->arena, Expr);
    expr->kind = (uint8_t)kind;
    expr->range = range;
    if (kind == EXPR_TUPLE || kind == EXPR_LIST || kind == EXPR_SET) parser->foldable_count++;
    return expr;
}

// Whether folding may make a constant of it, as far as its kind tells.
static inline bool is_foldable(const Expr *expr) {
    return expr->kind == EXPR_CONSTANT || expr->kind == EXPR_UNARY_OP ||
           expr->kind == EXPR_BIN_OP || expr->kind == EXPR_SUBSCRIPT || expr->kind == EXPR_TUPLE;
}

static inline Expr *unary_new(Parser *parser, UnaryOperator op, Expr *operand, Range range) {
    Expr *expr = expr_new(parser, EXPR_UNARY_OP, range);
    expr->unary_op.op = op;
    expr->unary_op.operand = operand;
    parser->foldable_count += is_foldable(operand) || operand->kind == EXPR_COMPARE;
    return expr;
}

static inline Expr *binary_new(Parser *parser, Expr *left, Operator op, Expr *right, Range range) {
    Expr *expr = expr_new(parser, EXPR_BIN_OP, range);
    expr->bin_op.left = left;
    expr->bin_op.op = op;
    expr->bin_op.right = right;
    parser->foldable_count += is_foldable(left) && is_foldable(right);
    return expr;
}

static inline Stmt *stmt_new(Parser *parser, StmtKind kind, Range range) {
    Stmt *stmt = arena_new(parser->arena, Stmt);
    stmt->kind = (uint8_t)kind;
    stmt->range = range;
    return stmt;
}

void list_grow(Parser *parser);

static inline void list_push(Parser *parser, void *item) {
    if (parser->list_count == parser->list_room) list_grow(parser);
    parser->lists[parser->list_count++] = item;
}

// Ends the list that began when list_count was `mark`.
void *list_take(Parser *parser, uint32_t mark, uint32_t *count);

#define LIST_TAKE(parser, mark, list) ((list).items = list_take((parser), (mark), &(list).count))

// --- failing (parse_error.c) ------------------------------------------------------------------

_Noreturn void fail_range(Parser *parser, Range range, const char *format, ...) ERROR_PRINTF(3, 4);
_Noreturn void fail_status(Parser *parser, FrontendStatus status, Range range, const char *format,
                           ...) ERROR_PRINTF(4, 5);
_Noreturn void fail_list(Parser *parser, FrontendStatus status, Range range, const char *format,
                         va_list arguments);
// At the current token: "invalid syntax", or what explains it better.
_Noreturn void fail_here(Parser *parser);
// At the current token, with this text.
_Noreturn void fail_expected(Parser *parser, const char *format, ...) ERROR_PRINTF(2, 3);
_Noreturn void fail_memory(Parser *parser);
// With the error the lexer left in compilation->error.
_Noreturn void fail_lexer(Parser *parser);
// An assignment to what is no target; the cursor is on its `=`.
// `=` where no assignment can be. Returns if nothing better than "invalid syntax" can be said.
void fail_equal(Parser *parser, Expr *left);
// The same for `:=`.
void fail_named(Parser *parser, Expr *left);
// `start` begins the statement.
_Noreturn void fail_assignment(Parser *parser, const Token *start, Expr *target);

// Where CPython shows an error at this token.
Range error_range(const Parser *parser, const Token *token);

// The current token, shown as the end of a range.
Range here_range(const Parser *parser);

void expect(Parser *parser, TokenKind kind);
// ':' that opens a block.
void expect_colon(Parser *parser);

// Whether `function` succeeds from the current token on; the cursor moves only if it does.
typedef Expr *ExprFunction(Parser *parser);
Expr *try_parse(Parser *parser, ExprFunction *function);

// Every recursion passes here.
static inline void enter(Parser *parser) {
    if (__builtin_expect(++parser->depth > 2000, 0)) fail_memory(parser);
    compilation_check_stack(parser->compilation);
}

static inline void leave(Parser *parser) {
    parser->depth--;
}

// --- tree (ast.c) -----------------------------------------------------------------------------

// What error messages call an expression: "function call", "literal", "True" ...
const char *expr_description(const Expr *expr);

typedef enum { TARGET_STAR, TARGET_DEL, TARGET_FOR } TargetKind;

// The part of `expr` that cannot be a target, NULL if all can.
const Expr *target_invalid(const Expr *expr, TargetKind kind);
void context_set(Expr *expr, ExprContext context);

// --- expressions (parse_expression.c) ---------------------------------------------------------

// May the token begin an expression?
bool starts_expression(TokenKind kind);
Expr *expression(Parser *parser);
Expr *named_expression(Parser *parser);
Expr *star_named_expression(Parser *parser);
Expr *disjunction(Parser *parser);
Expr *bitwise_or(Parser *parser);
Expr *star_expressions(Parser *parser);
Expr *star_expression(Parser *parser);
Expr *yield_or_star_expressions(Parser *parser);
Expr *yield_expr(Parser *parser);
Expr *lambda_expression(Parser *parser);

// --- primaries (parse_primary.c) --------------------------------------------------------------

Expr *primary(Parser *parser);
Expr *atom(Parser *parser);
Expr *number_atom(Parser *parser);
// `for` clauses; the cursor is on `for` or `async`.
ComprehensionList for_if_clauses(Parser *parser);
bool at_for_clause(const Parser *parser);
// Targets of `for`, up to `in`.
Expr *for_targets(Parser *parser);
// Inside the parentheses of a call or class; leaves the cursor on the closing one.
// `generators`: whether the only argument may be a generator without parentheses of its own.
void call_arguments(Parser *parser, const Token *open, bool generators, ExprList *args,
                    KeywordList *keywords);

// --- strings (parse_string.c, parse_fstring.c) ------------------------------------------------

// One or more adjacent string literals.
Expr *strings(Parser *parser);

// The text of a literal between its quotes, escapes resolved, appended to the buffer.
typedef struct {
    char *data;
    uint32_t size, room;
} TextBuffer;

void buffer_add(Parser *parser, TextBuffer *buffer, const char *data, size_t size);
void literal_decode(Parser *parser, const Token *token, const char *data, size_t size, bool raw,
                    TextBuffer *buffer);

// Appends the parts of an f-string to the list being built: `text` collects the constant in front.
// Answers where it stopped: at `end`, or at the brace that ends a format spec (level > 0).
const char *f_string_parts(Parser *parser, const Token *first, const Token *last,
                           const Token *token, const char *data, const char *end, bool raw,
                           int level, TextBuffer *text);
// The constant collected in `text`, pushed onto the list unless it is empty.
void f_string_constant(Parser *parser, const Token *first, const Token *last, TextBuffer *text);

// --- statements (parse_statement.c, parse_compound.c, parse_pattern.c, parse_parameters.c) ----

void statement(Parser *parser); // pushes one or more onto the list
void simple_statements(Parser *parser);
bool compound_statement(Parser *parser); // false if the cursor is on none
StmtList block(Parser *parser, const Token *keyword, const char *what);
Stmt *match_statement(Parser *parser); // NULL if `match` is a mere name here

Arguments *parameters(Parser *parser, TokenKind end, bool annotated);

#endif
