// Raising: every function here sets vm->raised and answers VALUE_ERROR, so a fallible function can
// end with `return error_type(vm, ...)`.
//
// Formats: %s (char *, UTF-8) %d (int) %lld (long long) %zu (size_t) %c (char) %%, and of Values:
// %R (its repr) %S (its str) %T (the name of its type) %A (the same, but None for None, as CPython
// says of arguments) %U (a Str *) %N (a Type *, its name).
#ifndef VM_ERROR_H
#define VM_ERROR_H

#include <stdarg.h>

#include "frontend/frontend.h"
#include "vm/object.h"

// The exception types: error_types.TypeError and so on, one per row of vm/exceptions.def.
typedef struct {
#define EXCEPTION(name, parent) Type *name;
#include "vm/exceptions.def"
#undef EXCEPTION
} ErrorTypes;
extern ErrorTypes error_types;

Value error_raise(Vm *vm, Type *type, const char *format, ...);
Value error_type(Vm *vm, const char *format, ...);     // TypeError
Value error_value(Vm *vm, const char *format, ...);    // ValueError
Value error_index(Vm *vm, const char *format, ...);    // IndexError
Value error_overflow(Vm *vm, const char *format, ...); // OverflowError
Value error_zero_division(Vm *vm, const char *message);
Value error_key(Vm *vm, Value key);               // KeyError(key)
Value error_memory(Vm *vm);                       // allocates nothing
Value error_recursion(Vm *vm, const char *doing); // "maximum recursion depth exceeded" + doing
Value error_value_raised(Vm *vm, Type *type,
                         Value argument); // type(argument), or type() for VALUE_NULL
// type(text) because of what is on its way, which becomes its cause and context.
Value error_from_cause(Vm *vm, Type *type, const char *format, ...);
Value error_errno(Vm *vm, int number,
                  Value filename); // the OSError subclass of errno; filename may be NULL
// UnicodeDecodeError(encoding, bytes, start, end, reason)
Value error_unicode_decode(Vm *vm, const char *encoding, Value bytes, size_t start, size_t end,
                           const char *reason);
Value error_unicode_encode(Vm *vm, const char *encoding, Value str, size_t start, size_t end,
                           const char *reason);

// A Str by the formats above.
Value str_format(Vm *vm, const char *format, ...);
Value str_format_list(Vm *vm, const char *format, va_list list);

// Is the exception on its way an instance of the type?
bool error_matches(Vm *vm, Type *type);
void error_clear(Vm *vm);
// The same, and if it is, nothing is raised any more.
static inline bool error_catch(Vm *vm, Type *type) {
    bool matches = error_matches(vm, type);
    if (matches) error_clear(vm);
    return matches;
}
Value error_take(Vm *vm); // the exception, and nothing is raised any more

// Exception objects. Attributes as Python sees them; NULL stands for None.
typedef struct Exception {
    Object object;
    Dict *dict; // attributes of its own, or NULL
    Tuple *args;
    Value cause, context, traceback;
    bool suppress_context;
    Value value; // StopIteration.value, SystemExit.code
    // SyntaxError: msg filename lineno offset text end_lineno end_offset; OSError: errno strerror
    // filename filename2; ImportError: name path msg; AttributeError/NameError: name obj;
    // Unicode*Error: encoding object start end reason
    Value extra[7];
} Exception;

// The rows of the built-in exceptions, parents first; vm/type.c makes them ready after types.def.
#define EXCEPTION(name, parent) EXCEPTION_##name,
enum {
#include "vm/exceptions.def"
    EXCEPTION_COUNT
};
#undef EXCEPTION
extern Type exception_types[EXCEPTION_COUNT];
bool exceptions_init(Vm *vm); // first: fills in what cannot be written down
bool error_init(Vm *vm);      // when all types are ready: the MemoryError that is kept at hand

Type *exception_of_errno(int number); // OSError or one of its subclasses
// The exception that a class and a value mean together: the value if it is of that class, else
// class() for None, class(*value) for a tuple, class(value).
Value error_instance(Vm *vm, Value class, Value value);
// type(args...) without running __init__.
Value exception_make(Vm *vm, Type *type, Tuple *args);
// Raises this very exception; its __context__ becomes what is being handled (vm->handled).
Value error_set(Vm *vm, Value exception);
// Fills in name and obj (or VALUE_NULL) of the AttributeError or NameError on its way.
Value error_set_name(Vm *vm, Str *name, Value owner);
static inline bool is_exception(Value value) {
    return is_object(value) && (type_of(value)->flags & TYPE_EXCEPTION);
}
static inline bool is_exception_class(Value value) {
    return is_object(value) && type_of(value)->flags & TYPE_TYPE &&
           ((Type *)object_of(value))->flags & TYPE_EXCEPTION;
}

// One entry of a traceback, outermost first through `next`.
typedef struct Traceback {
    Object object;
    struct Traceback *next;
    CodeObject *code;
    uint32_t offset; // of the raising unit
    uint32_t line;
    Dict *globals;
    struct FrameObject *frame; // NULL where there was no memory for it
} Traceback;

// Adds the frame's place to the front of vm->raised's traceback (called while unwinding).
void traceback_add(Vm *vm, Frame *frame, uint32_t offset);
// The whole report as CPython prints it to stderr, chained exceptions included; a Str.
Value traceback_text(Vm *vm, Value exception);
// A line of a source file, indented by two and with its newline; empty if it cannot be had.
Value traceback_source_line(Vm *vm, Str *filename, uint32_t number);
// Of one exception, or of what may be none, without what led to it: its entries and last line.
Value traceback_brief(Vm *vm, Value type, Value exception, Value traceback);
// The name CPython would offer for the misspelt one of an AttributeError or NameError, or
// VALUE_END.
Value error_suggestion(Vm *vm, Exception *exception);
// SyntaxError (or what its status says) from the front end's error.
Value error_frontend(Vm *vm, const FrontendError *error);

// --- uncaught.c -------------------------------------------------------------------------------

// sys.excepthook(type, exception, traceback) and sys.unraisablehook(arguments)
Value uncaught_hook(Vm *vm, Value *args, size_t count, Tuple *names);
Value unraisable_hook(Vm *vm, Value *args, size_t count, Tuple *names);
// Writes a Str to sys.stderr; what goes wrong on the way is forgotten.
void error_write(Vm *vm, Value text);
// Prints vm->raised (uncaught) to stderr as CPython does and clears it; answers the exit status
// (SystemExit: its code, eight bits), or STATUS_SIGNALLED + a signal that is to end the process.
enum { STATUS_SIGNALLED = 256 };
int error_print_uncaught(Vm *vm);
// Gives vm->raised, which cannot reach anybody, to sys.unraisablehook; `object` is where it was,
// and `where` says in words what that is ("atexit callback"), NULL: nothing.
void error_report_ignored(Vm *vm, const char *where, Value object);

#endif
