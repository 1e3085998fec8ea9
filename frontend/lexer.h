// Source text to tokens, all at once: an array in the arena that the parser walks.
#ifndef FRONTEND_LEXER_H
#define FRONTEND_LEXER_H

#include "frontend/compilation.h"

typedef enum {
    TOKEN_END,
    TOKEN_NEWLINE, // of zero width, before the \n
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,       // with prefix and quotes
    TOKEN_TYPE_COMMENT, // what stands behind `# type:`, if type comments are asked for

    TOKEN_LEFT_PAREN,
    TOKEN_RIGHT_PAREN,
    TOKEN_LEFT_BRACKET,
    TOKEN_RIGHT_BRACKET,
    TOKEN_LEFT_BRACE,
    TOKEN_RIGHT_BRACE,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_SEMICOLON,
    TOKEN_DOT,
    TOKEN_ELLIPSIS,
    TOKEN_ARROW,
    TOKEN_COLON_EQUAL,
    TOKEN_EQUAL,
    TOKEN_TILDE,
    TOKEN_UNKNOWN, // $ ? ! <>: characters no rule of the grammar accepts

    // Comparisons.
    TOKEN_EQUAL_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,

    // Binary operators, in Operator's order, and their augmented assignments in the same order.
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_AT,
    TOKEN_SLASH,
    TOKEN_PERCENT,
    TOKEN_DOUBLE_STAR,
    TOKEN_LEFT_SHIFT,
    TOKEN_RIGHT_SHIFT,
    TOKEN_VERTICAL_BAR,
    TOKEN_CIRCUMFLEX,
    TOKEN_AMPERSAND,
    TOKEN_DOUBLE_SLASH,
    TOKEN_PLUS_EQUAL,
    TOKEN_MINUS_EQUAL,
    TOKEN_STAR_EQUAL,
    TOKEN_AT_EQUAL,
    TOKEN_SLASH_EQUAL,
    TOKEN_PERCENT_EQUAL,
    TOKEN_DOUBLE_STAR_EQUAL,
    TOKEN_LEFT_SHIFT_EQUAL,
    TOKEN_RIGHT_SHIFT_EQUAL,
    TOKEN_VERTICAL_BAR_EQUAL,
    TOKEN_CIRCUMFLEX_EQUAL,
    TOKEN_AMPERSAND_EQUAL,
    TOKEN_DOUBLE_SLASH_EQUAL,

    TOKEN_FALSE,
    TOKEN_NONE,
    TOKEN_TRUE,
    TOKEN_AND,
    TOKEN_AS,
    TOKEN_ASSERT,
    TOKEN_ASYNC,
    TOKEN_AWAIT,
    TOKEN_BREAK,
    TOKEN_CLASS,
    TOKEN_CONTINUE,
    TOKEN_DEF,
    TOKEN_DEL,
    TOKEN_ELIF,
    TOKEN_ELSE,
    TOKEN_EXCEPT,
    TOKEN_FINALLY,
    TOKEN_FOR,
    TOKEN_FROM,
    TOKEN_GLOBAL,
    TOKEN_IF,
    TOKEN_IMPORT,
    TOKEN_IN,
    TOKEN_IS,
    TOKEN_LAMBDA,
    TOKEN_NONLOCAL,
    TOKEN_NOT,
    TOKEN_OR,
    TOKEN_PASS,
    TOKEN_RAISE,
    TOKEN_RETURN,
    TOKEN_TRY,
    TOKEN_WHILE,
    TOKEN_WITH,
    TOKEN_YIELD,
    TOKEN_KIND_COUNT,
} TokenKind;

typedef struct {
    const char *start;
    uint32_t size;
    uint32_t line, column; // of the start: line from 1, byte column from 0
    uint32_t end_line, end_column;
    uint32_t identifier; // TOKEN_NAME: index in compilation->identifiers
    uint8_t kind;
    uint8_t level; // open brackets after this token
} Token;

// A bracket that was never closed.
typedef struct {
    char bracket;
    uint32_t line, column;
} OpenBracket;

typedef struct {
    Token *tokens; // the last one is TOKEN_END
    uint32_t count;
    TypeIgnoreList type_ignores; // empty unless type comments are asked for
    OpenBracket open;            // at the end of the text; bracket 0 if all are closed
    FrontendError error;         // what stopped the lexer, if status is not FRONTEND_OK
    bool error_waits;            // it is only told if the parser comes so far
} TokenList;

// A piece of text to lex, with so many bytes behind it that may be read, the first of them NUL.
enum { LEXER_PADDING = 16 };
typedef struct {
    const char *text;
    size_t size;
    uint32_t line;
    int64_t column; // of the first byte of the text; added to the columns of its first line
} LexerInput;

void lexer_run(Compilation *compilation, const LexerInput *input, TokenList *list);

#endif
