// Types, shapes, and the protocol by which everything asks everything: repr, hash, call, iterate...
// A type is a row of C functions; a class written in Python fills the row with functions that look
// up its special methods.
#ifndef VM_OBJECT_H
#define VM_OBJECT_H

#include "vm/vm.h"

typedef enum {
    BINARY_ADD,
    BINARY_SUBTRACT,
    BINARY_MULTIPLY,
    BINARY_TRUE_DIVIDE,
    BINARY_FLOOR_DIVIDE,
    BINARY_REMAINDER,
    BINARY_POWER,
    BINARY_MATRIX_MULTIPLY,
    BINARY_LSHIFT,
    BINARY_RSHIFT,
    BINARY_AND,
    BINARY_OR,
    BINARY_XOR,
    BINARY_DIVMOD,
    BINARY_COUNT,
} BinaryOperator;

typedef enum {
    COMPARE_LT,
    COMPARE_LE,
    COMPARE_EQ,
    COMPARE_NE,
    COMPARE_GT,
    COMPARE_GE
} CompareOperator;

// C code callable from Python. Positional values are args[0..count); the values of keyword
// arguments follow them, named by the tuple `names` (NULL: none). A method's self is args[0].
typedef Value (*NativeFunction)(Vm *vm, Value *args, size_t count, Tuple *names);

// The head of such a function's definition; it need not use every parameter. NATIVE is for those
// of one file.
#define NATIVE_FUNCTION(function)                                                                  \
    Value function(Vm *vm __attribute__((unused)), Value *args __attribute__((unused)),            \
                   size_t count __attribute__((unused)), Tuple *names __attribute__((unused)))
#define NATIVE(function) static NATIVE_FUNCTION(function)

// The table entry behind a built-in function or method. `least` and `most` bound `count` (self
// included; most < 0: no limit) and are checked before the call; functions without
// NATIVE_KEYWORDS are never given names.
typedef struct {
    const char *name;
    NativeFunction function;
    int least, most;
    uint32_t flags;
} NativeSpec;
// The last three are the conventions of CPython's that show in messages. NATIVE_VARARGS: takes a
// tuple, and what is bound or no method refuses keywords without the name of its type.
// NATIVE_PARSED: a VARARGS whose arguments are counted by PyArg_ParseTuple. NATIVE_TYPED: a method
// that is told the class that defines it, and has a parser for keywords although its parameters
// have no names.
enum {
    NATIVE_KEYWORDS = 1,
    NATIVE_STATIC = 2,
    NATIVE_CLASS = 4,
    NATIVE_VARARGS = 8,
    NATIVE_PARSED = 16 | NATIVE_VARARGS,
    NATIVE_TYPED = 32,
};

// A computed attribute of a built-in type; set may be NULL (read only), value VALUE_NULL deletes.
typedef struct {
    const char *name;
    Value (*get)(Vm *vm, Value self);
    bool (*set)(Vm *vm, Value self, Value value);
} MemberSpec;
// The `set` of a field that cannot be written, where CPython says "readonly attribute".
bool member_read_only(Vm *vm, Value self, Value value);

// --- buffers ------------------------------------------------------------------------------------
// A stretch of memory that one object exports and others read or write in place: what bytes,
// bytearray, array, a mapped file or a BytesIO hand to memoryview, struct, files and sockets.
//
//   Buffer view;
//   if (!buffer_get(vm, value, false, &view)) return VALUE_ERROR;  // TypeError, BufferError raised
//   ... view.data[0 .. view.size) is good, and stays where it is, whatever Python code runs ...
//   buffer_release(vm, &view);
//
// Where no Python code runs while the bytes are used, buffer_peek is enough and needs no release.
//
// A type exports by filling get_buffer: it sets data, size and read_only of a view that begins as
// bytes (item_size 1, format "B", one dimension), and changes what differs. If its memory can move,
// it counts views: get_buffer adds one to `exports`, release_buffer takes one away, and before the
// memory moves it asks buffer_may_move(vm, &self->exports). release_buffer may be called by the
// collector: it must not allocate or run Python code. Memory is a block of the collector's, or is
// kept alive by the exporter.
enum { BUFFER_DIMENSIONS_MAX = 64 };
typedef struct {
    Value owner; // who exports; VALUE_NULL: nothing is held
    uint8_t *data;
    size_t size;        // bytes, of the items alone
    size_t item_size;   // bytes
    const char *format; // of an item, as struct has it; static or kept by the owner
    bool read_only;
    uint32_t dimensions;    // 0..BUFFER_DIMENSIONS_MAX
    const int64_t *shape;   // items along each dimension; NULL: one dimension of size / item_size
    const int64_t *strides; // bytes from one item to the next; NULL: items lie in C order
} Buffer;

// Fields a type leaves NULL are inherited from its parent when it is made ready.
struct Type {
    Object object;
    // "itertools.count" of a built-in type in a module; also of a class that is C in CPython
    // (CodeObject.stands_for_c); NULL of any other class
    const char *name;
    Type *parent;      // first base's layout; NULL for object alone
    uint32_t shape_id; // root shape of its instances
    uint32_t flags;
    uint32_t instance_size;   // bytes of the fixed part
    uint32_t instance_offset; // where the Instance part (slots) lies, 0: instances have no
                              // attributes of their own
    uint32_t value_count; // so many Values (or pointers to objects) lie right behind an instance's
                          // header, to be traced where there is no `trace`
    const NativeSpec *methods; // ends with a NULL name
    const MemberSpec *members;
    void (*trace)(Heap *heap, Object *object);

    Value (*repr)(Vm *vm, Value self);
    Value (*str)(Vm *vm, Value self);
    bool (*hash)(Vm *vm, Value self, int64_t *hash);
    int (*truth)(Vm *vm, Value self);      // 1, 0, -1 raised
    int64_t (*length)(Vm *vm, Value self); // -1 raised
    Value (*compare)(Vm *vm, Value left, Value right,
                     CompareOperator operator); // or NotImplemented
    Value (*iter)(Vm *vm, Value self);
    Value (*next)(Vm *vm, Value self); // VALUE_END when over, nothing raised
    Value (*get_item)(Vm *vm, Value self, Value key);
    bool (*set_item)(Vm *vm, Value self, Value key, Value value); // VALUE_NULL deletes
    int (*contains)(Vm *vm, Value self, Value item);              // 1, 0, -1
    Value (*negative)(Vm *vm, Value self);
    Value (*positive)(Vm *vm, Value self);
    Value (*invert)(Vm *vm, Value self);
    Value (*absolute)(Vm *vm, Value self);
    Value (*to_int)(Vm *vm, Value self);   // __int__
    Value (*to_float)(Vm *vm, Value self); // __float__
    Value (*index)(Vm *vm, Value self);    // __index__
    Value (*format)(Vm *vm, Value self, Str *spec);
    // Tried for either operand; the type checks both; NotImplemented when it does not apply.
    Value (*binary[BINARY_COUNT])(Vm *vm, Value left, Value right);
    Value (*inplace[BINARY_COUNT])(Vm *vm, Value left, Value right);
    Value (*get_attribute)(Vm *vm, Value self, Str *name);
    bool (*set_attribute)(Vm *vm, Value self, Str *name, Value value); // VALUE_NULL deletes
    Value (*descriptor_get)(Vm *vm, Value self, Value instance,
                            Type *owner); // instance may be NULL
    bool (*descriptor_set)(Vm *vm, Value self, Value instance, Value value);
    Value (*call)(Vm *vm, Value self, Value *args, size_t count, Tuple *names);
    // make: a new instance of `type` (which may be a subclass); NULL: cannot be made.
    Value (*make)(Vm *vm, Type *type, Value *args, size_t count, Tuple *names);
    bool (*init)(Vm *vm, Value self, Value *args, size_t count, Tuple *names);
    bool (*get_buffer)(Vm *vm, Value self, Buffer *buffer);
    void (*release_buffer)(Buffer *buffer);

    // Filled in when the type is made ready.
    Dict *dict;
    Tuple *mro; // of Types, itself first
    Tuple *bases;
    Str *heap_name, *qualname;
    Type *next_type;        // all heap types, newest first, from vm->types
    uint32_t slot_capacity; // how many attribute slots a new instance gets in line
    Value init_function;    // __init__ where a call of the class is instance_make and this Python
                            // function; else NULL
};

enum {
    TYPE_HEAP = 1, // made by a class statement or type()
    TYPE_SUBCLASSABLE = 2,
    TYPE_UNHASHABLE = 4,
    TYPE_MATCH_SEQUENCE = 8,
    TYPE_MATCH_MAPPING = 16,
    TYPE_MATCH_SELF = 32, // int, str...: a class pattern's one positional is the subject itself
    TYPE_EXCEPTION = 64,
    TYPE_READY = 128,
    TYPE_TYPE = 256, // a metaclass: instances are types
    TYPE_INT = 512,  // subclasses of int, str...: layout tests by one flag
    TYPE_STR = 1024,
    TYPE_LIST = 2048,
    TYPE_TUPLE = 4096,
    TYPE_DICT = 8192,
    TYPE_FLOAT = 16384,
    TYPE_SET = 32768,
    TYPE_BYTES = 65536,
    TYPE_NO_DICT = 131072, // __slots__ without __dict__: no other attributes
    TYPE_BYTEARRAY = 262144,
    TYPE_FINALIZED = 524288, // instances have a __del__
    TYPE_ABSTRACT = 2097152, // abc has found abstract methods: it cannot be instantiated
    TYPE_WEAKLY = 1048576,   // instances may be weakly referred to
    // What a subclass has from its parent.
    TYPE_LAYOUT = TYPE_EXCEPTION | TYPE_TYPE | TYPE_INT | TYPE_STR | TYPE_LIST | TYPE_TUPLE |
                  TYPE_DICT | TYPE_FLOAT | TYPE_SET | TYPE_BYTES | TYPE_BYTEARRAY,
};

extern Type *shape_types[SHAPE_MAX]; // by shape id
static inline Type *type_of(Value value) {
    return shape_types[shape_of(value)];
}

bool type_is_subtype(const Type *type, const Type *base);
// isinstance by layout and MRO only, without hooks.
static inline bool is_instance(Value value, const Type *type) {
    Type *own = type_of(value);
    return own == type || type_is_subtype(own, type);
}

// Every type has a row in one of these files; vm/type.c makes them ready in the order of
// vm/types.def.
const char *type_name(const Type *type);      // UTF-8, for messages
const char *type_leaf_name(const Type *type); // without the module, as most reprs have it
Value type_module(Vm *vm, Type *type);        // __module__: mostly a Str
Value type_qualname(Vm *vm, Type *type);      // a Str, as __qualname__

// --- the protocol -----------------------------------------------------------------------------
// Values are borrowed everywhere: the collector keeps what C code holds. All may run Python code.

Value object_repr(Vm *vm, Value value); // a Str
Value object_str(Vm *vm, Value value);  // a Str
Value object_ascii(Vm *vm, Value value);
Value object_format(Vm *vm, Value value, Str *spec);
bool object_hash(Vm *vm, Value value, int64_t *hash); // unhashable: raises, false
int object_truth(Vm *vm, Value value);                // 1, 0, -1
int64_t object_length(Vm *vm, Value value);           // -1 raised
int64_t object_length_hint(Vm *vm, Value value, int64_t fallback);
int object_equal(Vm *vm, Value left, Value right); // 1, 0, -1; identical is equal
Value object_compare(Vm *vm, Value left, Value right, CompareOperator operator); // any value
int object_less(Vm *vm, Value left, Value right); // truth of left < right; -1 raised
int object_contains(Vm *vm, Value container, Value item);
Value object_get_item(Vm *vm, Value container, Value key);
bool object_set_item(Vm *vm, Value container, Value key, Value value);
bool object_delete_item(Vm *vm, Value container, Value key);
Value object_iter(Vm *vm, Value iterable); // TypeError "'int' object is not iterable"
Value object_next(Vm *vm, Value iter);     // VALUE_END when over
Value object_binary(Vm *vm, Value left, Value right, BinaryOperator operator);
Value object_inplace(Vm *vm, Value left, Value right, BinaryOperator operator);
// Raises what object_binary says when neither operand can.
Value object_binary_refused(Vm *vm, Value left, Value right, BinaryOperator operator);
Value object_power(Vm *vm, Value base, Value exponent, Value modulus); // modulus may be None
Value object_negative(Vm *vm, Value value);
Value object_positive(Vm *vm, Value value);
Value object_invert(Vm *vm, Value value);
Value object_absolute(Vm *vm, Value value);
Value object_call(Vm *vm, Value callee, Value *args, size_t count, Tuple *names);
Value object_call_0(Vm *vm, Value callee);
Value object_call_1(Vm *vm, Value callee, Value argument);
Value object_call_2(Vm *vm, Value callee, Value first, Value second);
Value object_get_attribute(Vm *vm, Value owner, Str *name);
// VALUE_END instead of AttributeError.
Value object_find_attribute(Vm *vm, Value owner, Str *name);
bool object_set_attribute(Vm *vm, Value owner, Str *name, Value value); // VALUE_NULL deletes
// A special method looked up on the type and bound: callee and self for object_call. VALUE_END if
// none.
Value object_special(Vm *vm, Value owner, Str *name);
Value object_call_special(Vm *vm, Value owner, Str *name, Value *args,
                          size_t count); // VALUE_END if none
bool object_is_callable(Value value);
int object_is_instance(Vm *vm, Value value, Value class); // as isinstance()
int object_is_subclass(Vm *vm, Value class, Value base);  // as issubclass()
// __index__: an int of machine size; TypeError "'str' object cannot be interpreted as an integer",
// values out of int64_t: `clamp` cuts to the limits, else IndexError "cannot fit 'int' into an
// index-sized integer".
bool object_index(Vm *vm, Value value, bool clamp, int64_t *index);
Value object_to_index(Vm *vm, Value value); // __index__ at any size
// As how many there are to be: what int64_t has no room for is an OverflowError in the same words.
bool object_count(Vm *vm, Value value, int64_t *count);

// Buffers; see the type Buffer above. buffer_get answers contiguous memory in C order: TypeError "a
// bytes-like object is required, not 'int'"; BufferError where it is scattered, or read-only though
// `writable` was asked for. buffer_get_any takes scattered memory too (shape and strides say how).
static inline bool object_has_buffer(Value value) {
    return type_of(value)->get_buffer != NULL;
}
bool buffer_get(Vm *vm, Value owner, bool writable, Buffer *buffer);
bool buffer_get_any(Vm *vm, Value owner, Buffer *buffer);
void buffer_release(Buffer *buffer);
// The bytes as they are now; the pointer keeps them in memory, but they may change or be left
// behind as soon as Python code runs. Errors as buffer_get.
bool buffer_peek(Vm *vm, Value owner, const uint8_t **data, size_t *size);
// The bytes in C order as a Bytes: the object itself if it is one, else a copy.
Value buffer_bytes(Vm *vm, Value owner);
bool buffer_is_contiguous(const Buffer *buffer);
// May memory move that is exported `*exports` times? BufferError "Existing exports of data: object
// cannot be re-sized". Views that nothing refers to any more do not count: it collects to find out.
bool buffer_may_move(Vm *vm, const size_t *exports);

// Runs `body` over every item of an iterable; false when raised. The item is borrowed.
typedef bool (*ItemFunction)(Vm *vm, Value item, void *context);
bool object_each(Vm *vm, Value iterable, ItemFunction body, void *context);

// What C code of the running thread is in the middle of.
typedef struct {
    uint32_t nesting;               // operations at work inside one another: nesting_enter()
    Value *shown;                   // whose repr is being made, outermost first; their callers
    size_t shown_count, shown_room; // keep them alive
} Guards;
extern Guards guards;

// Guards repr and comparison of nested containers: false when `value` is being worked on already.
bool repr_enter(Vm *vm, Value value);
void repr_leave(Vm *vm, Value value);

// True, or RecursionError raised, when the C stack comes near its end; in every recursive C
// function.
bool c_stack_check(Vm *vm, const char *doing); // doing: "" or " while calling a Python object", ...
// The same, and counted against the recursion limit until nesting_leave().
bool nesting_enter(Vm *vm, const char *doing);
void nesting_leave(void);

// What id() shows, an int: of a number a function of its value, else from the serial number.
Value object_id(Vm *vm, Value value);
// The same as hexadecimal digits, for "<... object at 0x%s>"; valid until the next call.
const char *object_address(Vm *vm, Value value);

// A new instance of a type, all its fields zero; for the `make` of built-in types and their
// subclasses.
void *object_new(Vm *vm, Type *type);

// --- native functions ---------------------------------------------------------------------------
Value native_make(Vm *vm, const NativeSpec *spec, Value self); // self may be VALUE_NULL
// Reads arguments into `values` by `parameters` (a list of names that NULL ends; after a "*", which
// has no value, they can only be given by name); VALUE_NULL where not given. Raises CPython's
// TypeErrors.
bool arguments_parse(Vm *vm, const char *function, const char *const *parameters, size_t required,
                     size_t positional_only, Value *args, size_t count, Tuple *names,
                     Value *values);

#endif
