// The module _io: streams in three layers, as Python sees them. A FileIo reads and writes a
// descriptor, a Buffered stands before any raw stream, a TextIo before any buffered one. Where the
// layer below is the built-in class itself, the layer above calls its C functions (buffered_write,
// file_read); where it is a class of the program, its methods.
#ifndef VM_MODULES_IO_H
#define VM_MODULES_IO_H

#include "vm/function.h"
#include "vm/object.h"

struct stat;

// How every stream begins, and all there is of one whose class is the program's.
typedef struct Stream {
    Object object;
    Dict *dict;                     // attributes of its own, or NULL
    struct Stream *next, *previous; // of the streams to be closed when nobody holds them
    bool linked;
    bool closed; // _IOBase.close() has been called; built-in classes know better themselves
} Stream;

typedef struct {
    Stream stream;
    int descriptor; // -1: closed
    bool created, readable, writable, appending;
    bool keep;         // closing leaves the descriptor open (closefd=False)
    signed char seeks; // 1, 0, -1: not asked yet
} FileIo;

// A BufferedReader, BufferedWriter or BufferedRandom. The buffer holds bytes read ahead or bytes to
// be written, never both: the other way is opened by giving up or writing out what is there.
typedef struct {
    Stream stream;
    Value raw; // VALUE_NULL: not initialised, or detached
    bool detached, readable, writable;
    bool writing;       // what buffer holds
    bool busy;          // a call is under way: a signal handler's must not begin
    uint8_t *buffer;    // a raw block
    size_t capacity;    // buffer_size
    size_t start, fill; // reading: [start, fill) are to come; writing: [0, fill) are to be written
} Buffered;

// Bytes that grow in a raw block. Zeroed: empty.
typedef struct {
    uint8_t *data;
    size_t size, capacity;
} ByteBuffer;

extern Type io_base_type, io_raw_base_type, io_buffered_base_type, io_text_base_type;
extern Type file_io_type, buffered_reader_type, buffered_writer_type, buffered_random_type;
extern Type buffered_pair_type, bytes_export_type, bytes_io_type, string_io_type, text_io_type,
    newline_decoder_type;

enum { IO_BUFFER_SIZE = 8192 };
#define IO_ENCODING "utf-8" // of the standard streams, in any locale
enum { IO_BLOCKED = -2 };   // of a read or write that would have to wait: nothing is raised

static inline FileIo *file_io_of(Value value) {
    return (FileIo *)value;
}
static inline Buffered *buffered_of(Value value) {
    return (Buffered *)value;
}

// --- io_base.c ----------------------------------------------------------------------------------
Value io_call(Vm *vm, Value stream, const char *method, Value *args, size_t count);
Value io_get(Vm *vm, Value stream, const char *name);
int io_closed(Vm *vm, Value stream);               // truth of its attribute `closed`; -1 raised
bool io_check_open(Vm *vm, Value stream);          // or ValueError "I/O operation on closed file."
Value io_unsupported(Vm *vm, const char *message); // raises io.UnsupportedOperation
Value io_unsupported_type(void);
// Asks stream.readable(), writable() or seekable(); false: raised, UnsupportedOperation where it
// answers no.
bool io_check_able(Vm *vm, Value stream, const char *ability);
bool io_size(Vm *vm, Value argument, int64_t *size); // an int, or None for -1
// The bytes of an object that can be written to. They stay where they are until Python code runs.
bool io_room(Vm *vm, const char *function, Value value, uint8_t **data, size_t *size);
// A new bytearray of `size` bytes that stream.readinto() has filled (`view`: seen through a
// memoryview): *got of them, or IO_BLOCKED.
Value io_read_into_new(Vm *vm, Value stream, int64_t size, bool view, int64_t *got);
// What two steps raised, VALUE_NULL for nothing: raises the second in the context of the first, or
// answers `result`.
Value io_close_both(Vm *vm, Value first, Value second, Value result);
bool byte_buffer_add(Vm *vm, ByteBuffer *buffer, const void *data, size_t size);
bool byte_buffer_reserve(Vm *vm, ByteBuffer *buffer, size_t capacity);
void io_stream_trace(Heap *heap, Object *object); // Type.trace of what adds no values
Value io_iter(Vm *vm, Value self);                // Type.iter: itself, if it is open
// The index behind the end of the first line of [data, data + size), or 0.
size_t io_line_end(const uint8_t *data, size_t size);

// Streams that own something (a descriptor, bytes not written yet) are linked from their making to
// their close(). Those the collector finds unreachable are closed at the next safe point.
void io_link(Stream *stream);
void io_unlink(Stream *stream);
bool io_streams_init(Vm *vm);
void io_finalize(Vm *vm);                            // closes them now
bool io_flush_same(Vm *vm, const struct stat *file); // writes out what is held for this file
bool io_holds(const struct stat *file);              // is something held for it?
void io_flush_all(Vm *vm);                           // at the end: errors are dropped

// --- io_file.c ----------------------------------------------------------------------------------
// Count of bytes, -1 raised, or IO_BLOCKED.
int64_t file_read(Vm *vm, FileIo *file, void *data, size_t size);
int64_t file_write(Vm *vm, FileIo *file, const void *data, size_t size);
int64_t file_seek(Vm *vm, FileIo *file, int64_t offset, int whence); // the new place; -1 raised
Value file_make(Vm *vm, Value name, const char *mode, bool close_descriptor, Value opener);

// --- io_buffered.c, io_buffered_methods.c -------------------------------------------------------
Value buffered_make(Vm *vm, Type *type, Value raw, int64_t size);
bool buffered_write(Vm *vm, Buffered *buffered, const void *data, size_t size);
bool buffered_flush(Vm *vm, Buffered *buffered); // writes out; what was read ahead is given up
Value buffered_read_some(Vm *vm, Buffered *buffered, size_t size); // as read1()
Value buffered_read(Vm *vm, Buffered *buffered, size_t size);      // bytes, or None: blocked
Value buffered_read_all(Vm *vm, Buffered *buffered);
Value buffered_read_line(Vm *vm, Buffered *buffered, int64_t limit);
int64_t buffered_fill(Vm *vm, Buffered *buffered); // reads on into an empty buffer; as file_read
// Initialised, attached, not in the middle of another call and, unless doing is NULL, open: else
// ValueError "DOING closed file" and so on.
bool buffered_usable(Vm *vm, Buffered *buffered, const char *doing);
int64_t buffered_place(Vm *vm, Buffered *buffered); // as tell(); -1 raised
int64_t buffered_seek(Vm *vm, Buffered *buffered, int64_t offset, int whence);
bool buffered_init(Vm *vm, Buffered *buffered, Value raw, int64_t size);

// --- io_newline.c -------------------------------------------------------------------------------
// The place of the first `point` from `start` on; the length where there is none.
size_t text_find(const Str *text, uint32_t point, size_t start);

// Newlines: what has been seen, and a \r at the end of one piece that may belong to a \n of the
// next.
enum { NEWLINE_RETURN = 1, NEWLINE_LINE = 2, NEWLINE_BOTH = 4 };
typedef struct {
    bool translate; // \r and \r\n become \n
    bool pending;   // a \r is kept back
    unsigned seen;  // NEWLINE_*
} Newlines;
// The piece of text with the newlines as asked; keeps a \r at its end back unless `final`.
Value newlines_feed(Vm *vm, Newlines *newlines, Value text, bool final);
Value newlines_value(Vm *vm, unsigned seen); // None, a str or a tuple of them

// How a stream of text ends its lines, from an argument `newline`.
typedef struct {
    bool universal;   // reading: \r and \r\n end lines too
    bool translate;   // reading: all of them become \n
    uint8_t end_size; // reading, not universal: lines end with these
    char end[3];
    char written[3]; // writing: what \n becomes; "" for no change
} LineEnds;
bool line_ends_read(Value newline, LineEnds *ends); // a str or None; false: neither of these
// Where the line that begins at `start` of the text ends; 0 when its end is not there.
size_t line_ends_find(const LineEnds *ends, const Str *text, size_t start);
// The text with \n as it is written.
Value line_ends_write(Vm *vm, const LineEnds *ends, Value text);

// --- io_text.c ----------------------------------------------------------------------------------
Value text_buffer(Value text);               // VALUE_NULL: none
bool text_flush_pending(Vm *vm, Value text); // gives what is encoded to the stream below
bool text_holds(Value text);                 // is there anything encoded?

// --- io.c ---------------------------------------------------------------------------------------

Value io_open(Vm *vm, Value *args, size_t count, Tuple *names);
bool io_init(Vm *vm); // makes vm->stdin_file, stdout_file, stderr_file
// After the program: flushes all; answers `status`, or 120 when stdout cannot be written.
int io_shutdown(Vm *vm, int status);

#endif
