// Scopes: for every module, class, function, lambda and comprehension, what each of its names
// means. Pass one records uses and bindings; pass two resolves them from the outside in.
#ifndef FRONTEND_SYMTABLE_H
#define FRONTEND_SYMTABLE_H

#include "frontend/compilation.h"

typedef enum { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION } ScopeKind;

typedef enum {
    COMPREHENSION_NONE,
    COMPREHENSION_GENERATOR,
    COMPREHENSION_LIST,
    COMPREHENSION_SET,
    COMPREHENSION_DICT,
} ComprehensionKind;

// How a name was used in its scope.
enum {
    SYMBOL_GLOBAL = 0x1, // `global name`
    SYMBOL_LOCAL = 0x2,  // bound here
    SYMBOL_PARAMETER = 0x4,
    SYMBOL_NONLOCAL = 0x8,
    SYMBOL_USED = 0x10,
    SYMBOL_FREE_CLASS = 0x20, // free in a method and bound in the class: needs both
    SYMBOL_IMPORTED = 0x40,
    SYMBOL_ANNOTATED = 0x80,
    SYMBOL_ITERATION = 0x100, // target of a comprehension
    SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAMETER | SYMBOL_IMPORTED,
};

// What it turned out to mean.
typedef enum {
    MEANING_UNKNOWN,
    MEANING_LOCAL,
    MEANING_GLOBAL_EXPLICIT,
    MEANING_GLOBAL_IMPLICIT,
    MEANING_FREE,
    MEANING_CELL,
} Meaning;

typedef struct {
    const Identifier *name; // mangled
    uint16_t flags;
    uint8_t meaning; // Meaning
    uint32_t place;  // for the compiler: index + 1 in the pool of such names, 0 if not known
} Symbol;

// A `global` or `nonlocal` statement, for errors found later.
typedef struct Directive {
    const Identifier *name;
    Range range;
    struct Directive *next;
} Directive;

typedef struct Scope Scope;
struct Scope {
    ScopeKind kind;
    ComprehensionKind comprehension;
    const void *node; // Module, Stmt or Expr
    const Identifier *name;
    Range range;
    Scope *parent, *first_child, *last_child, *next;

    Symbol *symbols; // in order of first mention
    uint32_t symbol_count, symbol_room;
    uint32_t *slots; // index + 1 into symbols, by hash of the name
    uint32_t slot_count;

    const Identifier **parameters; // names of parameters in order
    uint32_t parameter_count, parameter_room;

    Directive *directives, *last_directive;
    bool nested;    // a function is somewhere around it
    bool generator; // has yield
    bool coroutine; // has await, or is async
    bool varargs, varkeywords;
    bool returns_value;
    bool needs_class_closure;      // class: someone inside uses __class__
    bool annotation;               // not kept: holds an annotation that stays text
    uint8_t iteration_target;      // inside the target of a comprehension
    uint32_t iteration_expression; // inside iterable expressions of comprehensions
};

typedef struct {
    Compilation *compilation;
    Scope *module;
    bool future_annotations;
    Scope **by_node; // open addressing on the node's address
    uint32_t by_node_count, by_node_used;

    // While building:
    Scope *current;
    const Identifier *private_name; // class whose name mangles
    const Identifier *name_class, *name_super, *name_top, *name_lambda, *name_genexpr,
        *name_listcomp, *name_setcomp, *name_dictcomp, *name_dot_zero;
} Symtable;

// `from __future__ import annotations` is among the first statements.
bool module_future_annotations(const Tree *module);

Symtable *symtable_build(Compilation *compilation, Tree *module);

// The scope that a node opens.
Scope *symtable_scope(const Symtable *symtable, const void *node);

// What the scope knows of a (mangled) name, or NULL.
Symbol *scope_find(const Scope *scope, const Identifier *name);

// `__name` inside class C is `_C__name`.
const Identifier *name_mangle_private(Compilation *compilation, const Identifier *private_name,
                                      const Identifier *name);
static inline const Identifier *
name_mangle(Compilation *compilation, const Identifier *private_name, const Identifier *name) {
    // Names end in a zero byte.
    bool dunder = name->text.data[0] == '_' && name->text.data[1] == '_';
    return private_name && dunder ? name_mangle_private(compilation, private_name, name) : name;
}

#endif
