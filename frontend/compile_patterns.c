// match: each case tests its pattern on a copy of the subject. What a pattern binds stays on the
// stack, below what it still examines, until the whole pattern has matched; a failing test jumps
// to the place that pops exactly what lies on top of the subject there.
#include "frontend/compile.h"

#include <string.h>

typedef struct {
    const Identifier **stores; // names whose values lie on the stack, lowest first
    uint32_t store_count, store_room;
    Block **fails; // fails[n] pops n values
    uint32_t fail_count, fail_room;
    uint32_t on_top;        // values above the subject that a failing test must pop
    bool allow_irrefutable; // a name pattern may stand here though other cases follow
} Matching;

static void compile_pattern(Compiler *compiler, const Pattern *pattern, Matching *matching);

// --- failing ----------------------------------------------------------------------------------

static Block *fail_block(Compiler *compiler, Matching *matching, uint32_t pops) {
    if (pops >= matching->fail_room) {
        uint32_t room = pops * 2 + 8;
        Block **grown = arena_array(compiler->arena, Block *, room);
        if (matching->fail_count)
            memcpy(grown, matching->fails, matching->fail_count * sizeof *grown);
        matching->fails = grown;
        matching->fail_room = room;
    }
    while (matching->fail_count <= pops)
        matching->fails[matching->fail_count++] = compile_block(compiler);
    return matching->fails[pops];
}

static void jump_to_fail(Compiler *compiler, Matching *matching, uint32_t opcode) {
    uint32_t pops = matching->on_top + matching->store_count;
    emit_jump(compiler, opcode, fail_block(compiler, matching, pops));
}

// The code that pops, from the deepest entry down to none.
static void emit_fails(Compiler *compiler, Matching *matching) {
    if (!matching->fail_count) {
        compile_use(compiler, compile_block(compiler));
        return;
    }
    while (--matching->fail_count) {
        compile_use(compiler, matching->fails[matching->fail_count]);
        emit(compiler, OP_POP_TOP);
    }
    compile_use(compiler, matching->fails[0]);
}

// --- binding ----------------------------------------------------------------------------------

static _Noreturn void refuse_rebinding(Compiler *compiler, const Identifier *name) {
    error_syntax(compiler->compilation, compiler->body->range,
                 "multiple assignments to name '%s' in pattern", name->text.data);
}

static void add_store(Compiler *compiler, Matching *matching, const Identifier *name) {
    if (matching->store_count == matching->store_room) {
        uint32_t room = matching->store_room ? matching->store_room * 2 : 8;
        const Identifier **grown = arena_array(compiler->arena, const Identifier *, room);
        if (matching->store_count)
            memcpy(grown, matching->stores, matching->store_count * sizeof *grown);
        matching->stores = grown;
        matching->store_room = room;
    }
    matching->stores[matching->store_count++] = name;
}

// Brings the top below `count` others: one step of a rotation for each.
static void emit_rotate(Compiler *compiler, uint32_t count) {
    for (; count > 1; count--) emit_operand(compiler, OP_SWAP, count);
}

static void bind_name(Compiler *compiler, const Identifier *name, Matching *matching) {
    if (!name) {
        emit(compiler, OP_POP_TOP);
        return;
    }
    check_forbidden_name(compiler, name, compiler->body->range, CONTEXT_STORE);
    for (uint32_t i = 0; i < matching->store_count; i++) {
        if (matching->stores[i] == name) refuse_rebinding(compiler, name);
    }
    emit_rotate(compiler, matching->on_top + matching->store_count + 1);
    add_store(compiler, matching, name);
}

// --- sequences --------------------------------------------------------------------------------

static bool is_wildcard(const Pattern *pattern) {
    return pattern->kind == PATTERN_AS && !pattern->match_as.name;
}

static bool is_wildcard_star(const Pattern *pattern) {
    return pattern->kind == PATTERN_STAR && !pattern->match_star.name;
}

static void unpack_patterns(Compiler *compiler, PatternList patterns) {
    bool starred = false;
    for (uint32_t i = 0; i < patterns.count; i++) {
        if (patterns.items[i]->kind != PATTERN_STAR) continue;
        uint32_t after = patterns.count - i - 1;
        if (starred)
            error_syntax(compiler->compilation, compiler->body->range,
                         "multiple starred expressions in sequence pattern");
        if (i >= 1 << 8 || after >= 1 << 16)
            error_syntax(compiler->compilation, compiler->body->range,
                         "too many expressions in star-unpacking sequence pattern");
        emit_operand(compiler, OP_UNPACK_EX, i | after << 8);
        starred = true;
    }
    if (!starred) emit_operand(compiler, OP_UNPACK_SEQUENCE, patterns.count);
}

static void compile_subpattern(Compiler *compiler, const Pattern *pattern, Matching *matching) {
    bool outer = matching->allow_irrefutable;
    matching->allow_irrefutable = true;
    compile_pattern(compiler, pattern, matching);
    matching->allow_irrefutable = outer;
}

static void match_by_unpacking(Compiler *compiler, PatternList patterns, Matching *matching) {
    unpack_patterns(compiler, patterns);
    matching->on_top += patterns.count;
    for (uint32_t i = 0; i < patterns.count; i++) {
        matching->on_top--;
        compile_subpattern(compiler, patterns.items[i], matching);
    }
}

// With `*_` among the patterns only the others are fetched, by index.
static void match_by_index(Compiler *compiler, PatternList patterns, uint32_t star,
                           Matching *matching) {
    matching->on_top++;
    for (uint32_t i = 0; i < patterns.count; i++) {
        const Pattern *pattern = patterns.items[i];
        if (is_wildcard(pattern) || i == star) continue;
        emit_operand(compiler, OP_COPY, 1);
        if (i < star) {
            emit_constant(compiler, constant_int(compiler, i));
        } else {
            emit(compiler, OP_GET_LEN);
            emit_constant(compiler, constant_int(compiler, patterns.count - i));
            emit_operand(compiler, OP_BINARY_OP_SUBTRACT, 0);
        }
        emit(compiler, OP_BINARY_SUBSCR);
        compile_subpattern(compiler, pattern, matching);
    }
    matching->on_top--;
    emit(compiler, OP_POP_TOP);
}

static void compile_sequence_pattern(Compiler *compiler, const Pattern *pattern,
                                     Matching *matching) {
    PatternList patterns = pattern->match_sequence.patterns;
    uint32_t star = UINT32_MAX;
    bool only_wildcards = true, star_wildcard = false;
    for (uint32_t i = 0; i < patterns.count; i++) {
        const Pattern *item = patterns.items[i];
        if (item->kind == PATTERN_STAR) {
            if (star != UINT32_MAX)
                error_syntax(compiler->compilation, compiler->body->range,
                             "multiple starred names in sequence pattern");
            star_wildcard = is_wildcard_star(item);
            only_wildcards &= star_wildcard;
            star = i;
        } else {
            only_wildcards &= is_wildcard(item);
        }
    }
    matching->on_top++;
    emit(compiler, OP_MATCH_SEQUENCE);
    jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    if (star == UINT32_MAX) {
        emit(compiler, OP_GET_LEN);
        emit_constant(compiler, constant_int(compiler, patterns.count));
        emit(compiler, OP_COMPARE_OP_EQ);
        jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    } else if (patterns.count > 1) {
        emit(compiler, OP_GET_LEN);
        emit_constant(compiler, constant_int(compiler, patterns.count - 1));
        emit(compiler, OP_COMPARE_OP_GE);
        jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    }
    matching->on_top--;
    if (only_wildcards)
        emit(compiler, OP_POP_TOP);
    else if (star_wildcard)
        match_by_index(compiler, patterns, star, matching);
    else
        match_by_unpacking(compiler, patterns, matching);
}

// --- mappings ---------------------------------------------------------------------------------

static bool has_repeated_key(Compiler *compiler, ExprList keys) {
    Constant **items = arena_array(compiler->arena, Constant *, keys.count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < keys.count; i++) {
        if (keys.items[i]->kind == EXPR_CONSTANT) items[count++] = keys.items[i]->constant.value;
    }
    const Constant *all = constant_tuple(compiler, items, count);
    return constant_frozenset(compiler->arena, all)->items.count < count;
}

static void check_mapping_keys(Compiler *compiler, ExprList keys) {
    bool compare = has_repeated_key(compiler, keys);
    for (uint32_t i = 0; i < keys.count; i++) {
        const Expr *key = keys.items[i];
        if (key->kind != EXPR_CONSTANT && key->kind != EXPR_ATTRIBUTE)
            error_syntax(compiler->compilation, compiler->body->range,
                         "mapping pattern keys may only match literals and attribute lookups");
        for (uint32_t j = 0; compare && j < i && key->kind == EXPR_CONSTANT; j++) {
            const Expr *other = keys.items[j];
            if (other->kind == EXPR_CONSTANT &&
                constant_same(other->constant.value, key->constant.value)) {
                Text text = constant_repr(compiler->arena, key->constant.value);
                error_syntax(compiler->compilation, compiler->body->range,
                             "mapping pattern checks duplicate key (%s)", text.data);
            }
        }
    }
}

static void compile_mapping_pattern(Compiler *compiler, const Pattern *pattern,
                                    Matching *matching) {
    ExprList keys = pattern->match_mapping.keys;
    PatternList patterns = pattern->match_mapping.patterns;
    const Identifier *rest = pattern->match_mapping.rest;
    matching->on_top++;
    emit(compiler, OP_MATCH_MAPPING);
    jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    if (!keys.count && !rest) {
        matching->on_top--;
        emit(compiler, OP_POP_TOP);
        return;
    }
    if (keys.count) {
        emit(compiler, OP_GET_LEN);
        emit_constant(compiler, constant_int(compiler, keys.count));
        emit(compiler, OP_COMPARE_OP_GE);
        jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    }
    check_mapping_keys(compiler, keys);
    for (uint32_t i = 0; i < keys.count; i++) compile_expr(compiler, keys.items[i]);
    emit_operand(compiler, OP_BUILD_TUPLE, keys.count);
    emit(compiler, OP_MATCH_KEYS);
    // Now: subject, keys, and a tuple of values or None.
    matching->on_top += 2;
    emit_operand(compiler, OP_COPY, 1);
    emit_constant(compiler, compiler->none);
    emit_operand(compiler, OP_IS_OP, 1);
    jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    emit_operand(compiler, OP_UNPACK_SEQUENCE, keys.count);
    matching->on_top += keys.count - 1;
    for (uint32_t i = 0; i < keys.count; i++) {
        matching->on_top--;
        compile_subpattern(compiler, patterns.items[i], matching);
    }
    // Left: subject, keys.
    matching->on_top -= 2;
    if (rest) {
        // rest = dict(subject); for key in keys: del rest[key]
        emit_operand(compiler, OP_BUILD_MAP, 0);
        emit_operand(compiler, OP_SWAP, 3);
        emit_operand(compiler, OP_DICT_UPDATE, 2);
        emit_operand(compiler, OP_UNPACK_SEQUENCE, keys.count);
        for (uint32_t left = keys.count; left; left--) {
            emit_operand(compiler, OP_COPY, 1 + left);
            emit_operand(compiler, OP_SWAP, 2);
            emit(compiler, OP_DELETE_SUBSCR);
        }
        bind_name(compiler, rest, matching);
    } else {
        emit(compiler, OP_POP_TOP);
        emit(compiler, OP_POP_TOP);
    }
}

// --- classes ----------------------------------------------------------------------------------

static void compile_class_pattern(Compiler *compiler, const Pattern *pattern, Matching *matching) {
    PatternList patterns = pattern->match_class.patterns;
    IdentifierList names = pattern->match_class.kwd_attrs;
    PatternList keyword_patterns = pattern->match_class.kwd_patterns;
    for (uint32_t i = 0; i < names.count; i++) {
        check_forbidden_name(compiler, names.items[i], keyword_patterns.items[i]->range,
                             CONTEXT_STORE);
        for (uint32_t j = i + 1; j < names.count; j++) {
            if (names.items[j] == names.items[i])
                error_syntax(compiler->compilation, keyword_patterns.items[j]->range,
                             "attribute name repeated in class pattern: %s",
                             names.items[i]->text.data);
        }
    }
    compile_expr(compiler, pattern->match_class.cls);
    Constant **items = arena_array(compiler->arena, Constant *, names.count + 1);
    for (uint32_t i = 0; i < names.count; i++)
        items[i] = constant_text(compiler, names.items[i]->text);
    emit_constant(compiler, constant_tuple(compiler, items, names.count));
    emit_operand(compiler, OP_MATCH_CLASS, patterns.count);
    emit_operand(compiler, OP_COPY, 1);
    emit_constant(compiler, compiler->none);
    emit_operand(compiler, OP_IS_OP, 1);
    matching->on_top++;
    jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
    uint32_t count = patterns.count + names.count;
    emit_operand(compiler, OP_UNPACK_SEQUENCE, count);
    matching->on_top += count - 1;
    for (uint32_t i = 0; i < count; i++) {
        const Pattern *part =
            i < patterns.count ? patterns.items[i] : keyword_patterns.items[i - patterns.count];
        matching->on_top--;
        if (is_wildcard(part))
            emit(compiler, OP_POP_TOP);
        else
            compile_subpattern(compiler, part, matching);
    }
}

// --- alternatives -----------------------------------------------------------------------------

// Every alternative must leave the same names in the same order: what differs is rotated.
static void align_stores(Compiler *compiler, const Matching *control, Matching *matching) {
    if (matching->store_count != control->store_count)
        error_syntax(compiler->compilation, compiler->body->range,
                     "alternative patterns bind different names");
    for (uint32_t i = control->store_count; i-- > 0;) {
        uint32_t found = 0;
        while (found < matching->store_count && matching->stores[found] != control->stores[i])
            found++;
        if (found == matching->store_count)
            error_syntax(compiler->compilation, compiler->body->range,
                         "alternative patterns bind different names");
        if (found == i) continue;
        // Rotate the names 0..found to the top of 0..i.
        const Identifier **rotated =
            arena_array(compiler->arena, const Identifier *, matching->store_room);
        uint32_t moved = found + 1, kept = i - found;
        memcpy(rotated, matching->stores + moved, kept * sizeof *rotated);
        memcpy(rotated + kept, matching->stores, moved * sizeof *rotated);
        memcpy(rotated + i + 1, matching->stores + i + 1,
               (matching->store_count - i - 1) * sizeof *rotated);
        matching->stores = rotated;
        // On the stack the first stored is the lowest.
        for (uint32_t j = 0; j < moved; j++) emit_rotate(compiler, i + 1);
    }
}

static void compile_or_pattern(Compiler *compiler, const Pattern *pattern, Matching *matching) {
    PatternList patterns = pattern->match_or.patterns;
    Block *end = compile_block(compiler);
    Matching outer = *matching, control = {0};
    for (uint32_t i = 0; i < patterns.count; i++) {
        const Pattern *alternative = patterns.items[i];
        place_at(compiler, alternative->range);
        *matching = (Matching){
            .allow_irrefutable = i + 1 == patterns.count && outer.allow_irrefutable,
        };
        emit_operand(compiler, OP_COPY, 1);
        compile_pattern(compiler, alternative, matching);
        if (!i)
            control = *matching;
        else
            align_stores(compiler, &control, matching);
        emit_jump(compiler, PSEUDO_JUMP, end);
        emit_fails(compiler, matching);
    }
    *matching = outer;
    // No alternative matched: drop the copy of the subject and fail.
    emit(compiler, OP_POP_TOP);
    jump_to_fail(compiler, matching, PSEUDO_JUMP);
    compile_use(compiler, end);
    // The bound values lie on the copy: move them below whatever else is on the stack.
    uint32_t rotations = control.store_count + 1 + matching->on_top + matching->store_count;
    for (uint32_t i = 0; i < control.store_count; i++) {
        emit_rotate(compiler, rotations);
        for (uint32_t j = 0; j < matching->store_count; j++) {
            if (matching->stores[j] == control.stores[i])
                refuse_rebinding(compiler, control.stores[i]);
        }
        add_store(compiler, matching, control.stores[i]);
    }
    emit(compiler, OP_POP_TOP);
}

// --- all of them ------------------------------------------------------------------------------

static void compile_as_pattern(Compiler *compiler, const Pattern *pattern, Matching *matching) {
    if (!pattern->match_as.pattern) {
        if (!matching->allow_irrefutable) {
            if (pattern->match_as.name)
                error_syntax(compiler->compilation, pattern->range,
                             "name capture '%s' makes remaining patterns unreachable",
                             pattern->match_as.name->text.data);
            error_syntax(compiler->compilation, pattern->range,
                         "wildcard makes remaining patterns unreachable");
        }
        bind_name(compiler, pattern->match_as.name, matching);
        return;
    }
    matching->on_top++;
    emit_operand(compiler, OP_COPY, 1);
    compile_pattern(compiler, pattern->match_as.pattern, matching);
    matching->on_top--;
    bind_name(compiler, pattern->match_as.name, matching);
}

static void compile_value_pattern(Compiler *compiler, const Pattern *pattern, Matching *matching) {
    const Expr *value = pattern->match_value.value;
    if (value->kind != EXPR_CONSTANT && value->kind != EXPR_ATTRIBUTE)
        error_syntax(compiler->compilation, pattern->range,
                     "patterns may only match literals and attribute lookups");
    compile_expr(compiler, value);
    emit(compiler, OP_COMPARE_OP_EQ);
    jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
}

static void compile_pattern(Compiler *compiler, const Pattern *pattern, Matching *matching) {
    compilation_check_stack(compiler->compilation);
    place_at(compiler, pattern->range);
    switch ((PatternKind)pattern->kind) {
    case PATTERN_VALUE: compile_value_pattern(compiler, pattern, matching); break;
    case PATTERN_SINGLETON:
        emit_constant(compiler, pattern->match_singleton.value);
        emit_operand(compiler, OP_IS_OP, 0);
        jump_to_fail(compiler, matching, PSEUDO_POP_JUMP_IF_FALSE);
        break;
    case PATTERN_SEQUENCE: compile_sequence_pattern(compiler, pattern, matching); break;
    case PATTERN_MAPPING: compile_mapping_pattern(compiler, pattern, matching); break;
    case PATTERN_CLASS: compile_class_pattern(compiler, pattern, matching); break;
    case PATTERN_STAR: bind_name(compiler, pattern->match_star.name, matching); break;
    case PATTERN_AS: compile_as_pattern(compiler, pattern, matching); break;
    case PATTERN_OR: compile_or_pattern(compiler, pattern, matching); break;
    }
}

void compile_match(Compiler *compiler, const Stmt *stmt) {
    MatchCaseList cases = stmt->match.cases;
    Block *end = compile_block(compiler);
    compile_expr(compiler, stmt->match.subject);
    const MatchCase *last = cases.items[cases.count - 1];
    bool has_default = is_wildcard(last->pattern) && cases.count > 1;
    uint32_t tested = cases.count - has_default;
    for (uint32_t i = 0; i < tested; i++) {
        const MatchCase *match_case = cases.items[i];
        place_at(compiler, match_case->pattern->range);
        if (i + 1 < tested) emit_operand(compiler, OP_COPY, 1);
        Matching matching = {
            .allow_irrefutable = match_case->guard || i + 1 == cases.count,
        };
        compile_pattern(compiler, match_case->pattern, &matching);
        for (uint32_t j = 0; j < matching.store_count; j++)
            compile_name(compiler, matching.stores[j], CONTEXT_STORE);
        matching.store_count = 0;
        if (match_case->guard) {
            compile_jump_if(compiler, match_case->guard, fail_block(compiler, &matching, 0), false);
        }
        if (i + 1 < tested) emit(compiler, OP_POP_TOP);
        compile_statements(compiler, match_case->body);
        emit_jump(compiler, PSEUDO_JUMP, end);
        // A failing test continues with the line of the pattern, not of the body's end.
        place_at(compiler, match_case->pattern->range);
        emit_fails(compiler, &matching);
    }
    if (has_default) {
        // The wildcard needs no test; the last tested case has consumed the subject.
        place_at(compiler, last->pattern->range);
        emit(compiler, OP_NOP);
        if (last->guard) compile_jump_if(compiler, last->guard, end, false);
        compile_statements(compiler, last->body);
    }
    compile_use(compiler, end);
}
