// TextIOWrapper: text before a stream of bytes, with what it needs to decode and encode piece by
// piece.
#ifndef VM_MODULES_IO_TEXT_H
#define VM_MODULES_IO_TEXT_H

#include "vm/modules/io.h"
#include "vm/types/str.h"

// --- io_codec.c ---------------------------------------------------------------------------------
typedef enum {
    TEXT_UTF8,
    TEXT_ASCII,
    TEXT_LATIN1,
    TEXT_UTF16,
    TEXT_UTF32,
    TEXT_OBJECT, // a codec written in Python
} TextCodec;

// What a decoder remembers between two pieces: bytes of a character that is not complete, and the
// byte order once it is known.
typedef struct {
    uint8_t held[4], held_count;
    signed char order; // of UTF-16 and UTF-32: 1 little, -1 big, 0 to be told by the first bytes
    Value flags;       // of a codec in Python: what getstate() answered
} DecoderState;

typedef struct {
    TextCodec codec;
    signed char order; // as the encoding's name says it
    Str *encoding, *errors;
    Value object; // of a codec in Python: the incremental decoder or encoder
    DecoderState state;
    bool marked; // encoder: the byte order mark has been written
} TextCoder;

// False: LookupError for an unknown encoding.
bool decoder_init(Vm *vm, TextCoder *decoder, Str *encoding, Str *errors);
bool encoder_init(Vm *vm, TextCoder *encoder, Str *encoding, Str *errors);
Value decoder_feed(Vm *vm, TextCoder *decoder, const uint8_t *data, size_t size, bool final);
Value encoder_feed(Vm *vm, TextCoder *encoder, Value text); // bytes
bool decoder_reset(Vm *vm, TextCoder *decoder);
// The state as one number, for the cookies of tell(), and the bytes held; and back.
bool decoder_save(Vm *vm, TextCoder *decoder, uint32_t *flags, const uint8_t **held, size_t *count);
bool decoder_restore(Vm *vm, TextCoder *decoder, uint32_t flags);
bool encoder_at_start(Vm *vm, TextCoder *encoder,
                      bool start); // is a byte order mark to be written?
void coder_trace(Heap *heap, TextCoder *coder);

// --- io_text.c, io_text_read.c, io_text_place.c -------------------------------------------------
typedef struct {
    Stream stream;
    Value buffer; // VALUE_NULL: not initialised, or detached
    Str *encoding, *errors;
    LineEnds ends;
    bool detached, line_buffering, write_through, readable, writable, seekable;
    bool telling; // may tell() be called? Not while lines are taken by next()
    bool has_read1;
    TextCoder encoder, decoder;
    Newlines newlines;
    size_t chunk_size;
    ByteBuffer pending; // encoded, not yet given to `buffer`
    Value decoded;      // a Str read and decoded; VALUE_NULL: none
    size_t used;        // of its characters
    // Where the last chunk began: the decoder's state and the bytes read since. For tell().
    Value mark; // bytes; VALUE_NULL: unknown
    uint32_t mark_flags;
    double ratio; // bytes to characters in the last chunk: a first guess for tell()
} TextIo;

static inline TextIo *text_io_of(Value value) {
    return (TextIo *)value;
}
bool text_usable(Vm *vm, TextIo *text, bool open); // attached and, if `open`, not closed
bool text_write(Vm *vm, TextIo *text, Str *str);   // ValueError, UnsupportedOperation
bool text_put_ascii(Vm *vm, TextIo *text, const char *data, size_t size); // no newline in it
bool text_may_write(Vm *vm, TextIo *text);
bool text_flush(Vm *vm, TextIo *text);
// Forgets what was read ahead and where it began.
void text_forget(TextIo *text);
Value text_read_line(Vm *vm, TextIo *text, int64_t limit);
Value text_make(Vm *vm, Value buffer, Value encoding, Value errors, Value newline,
                bool line_buffering, bool write_through);

// Methods of the type that stand in io_text_read.c.
Value text_read(Vm *vm, Value *args, size_t count, Tuple *names);
Value text_readline(Vm *vm, Value *args, size_t count, Tuple *names);
Value text_tell(Vm *vm, Value *args, size_t count, Tuple *names);
Value text_seek(Vm *vm, Value *args, size_t count, Tuple *names);
Value text_next(Vm *vm, Value self);

#endif
