// The module pyexpat: XML read by the library expat, which is loaded when the module is first
// imported; where it is missing, so is the module. What expat finds is told to handlers, attributes
// of the parser that a program fills; a handler is known to expat only while it is there, because
// some change what expat does by being there at all.
#include "vm/module.h"

#if __has_include(<expat.h>)

#include <dlfcn.h>
#include <expat.h>
#include <stdio.h>
#include <string.h>

#include "vm/finalize.h"
#include "vm/types/bytes.h"
#include "vm/types/dict.h"

// --- the library --------------------------------------------------------------------------------

#define FUNCTIONS(FUNCTION)                                                                        \
    FUNCTION(XML_ErrorString)                                                                      \
    FUNCTION(XML_ExpatVersion)                                                                     \
    FUNCTION(XML_ExternalEntityParserCreate)                                                       \
    FUNCTION(XML_FreeContentModel)                                                                 \
    FUNCTION(XML_GetBase)                                                                          \
    FUNCTION(XML_GetCurrentByteIndex)                                                              \
    FUNCTION(XML_GetCurrentColumnNumber)                                                           \
    FUNCTION(XML_GetCurrentLineNumber)                                                             \
    FUNCTION(XML_GetErrorCode)                                                                     \
    FUNCTION(XML_GetFeatureList)                                                                   \
    FUNCTION(XML_GetInputContext)                                                                  \
    FUNCTION(XML_GetSpecifiedAttributeCount)                                                       \
    FUNCTION(XML_Parse)                                                                            \
    FUNCTION(XML_ParserCreate_MM)                                                                  \
    FUNCTION(XML_ParserFree)                                                                       \
    FUNCTION(XML_SetAttlistDeclHandler)                                                            \
    FUNCTION(XML_SetBase)                                                                          \
    FUNCTION(XML_SetCharacterDataHandler)                                                          \
    FUNCTION(XML_SetCommentHandler)                                                                \
    FUNCTION(XML_SetDefaultHandler)                                                                \
    FUNCTION(XML_SetDefaultHandlerExpand)                                                          \
    FUNCTION(XML_SetElementDeclHandler)                                                            \
    FUNCTION(XML_SetEncoding)                                                                      \
    FUNCTION(XML_SetEndCdataSectionHandler)                                                        \
    FUNCTION(XML_SetEndDoctypeDeclHandler)                                                         \
    FUNCTION(XML_SetEndElementHandler)                                                             \
    FUNCTION(XML_SetEndNamespaceDeclHandler)                                                       \
    FUNCTION(XML_SetEntityDeclHandler)                                                             \
    FUNCTION(XML_SetExternalEntityRefHandler)                                                      \
    FUNCTION(XML_SetHashSalt)                                                                      \
    FUNCTION(XML_SetNotStandaloneHandler)                                                          \
    FUNCTION(XML_SetNotationDeclHandler)                                                           \
    FUNCTION(XML_SetParamEntityParsing)                                                            \
    FUNCTION(XML_SetProcessingInstructionHandler)                                                  \
    FUNCTION(XML_SetReturnNSTriplet)                                                               \
    FUNCTION(XML_SetSkippedEntityHandler)                                                          \
    FUNCTION(XML_SetStartCdataSectionHandler)                                                      \
    FUNCTION(XML_SetStartDoctypeDeclHandler)                                                       \
    FUNCTION(XML_SetStartElementHandler)                                                           \
    FUNCTION(XML_SetStartNamespaceDeclHandler)                                                     \
    FUNCTION(XML_SetUnknownEncodingHandler)                                                        \
    FUNCTION(XML_SetUnparsedEntityDeclHandler)                                                     \
    FUNCTION(XML_SetUserData)                                                                      \
    FUNCTION(XML_SetXmlDeclHandler)                                                                \
    FUNCTION(XML_StopParser)                                                                       \
    FUNCTION(XML_UseForeignDTD)
#define DECLARE(name) static __typeof__(&name) p_##name;
FUNCTIONS(DECLARE)

static bool load(void) {
    void *library = dlopen("libexpat.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
#define LOOK_UP(name)                                                                              \
    p_##name = (__typeof__(p_##name))dlsym(library, #name);                                        \
    if (!p_##name) return false;
    FUNCTIONS(LOOK_UP)
    return true;
}

// --- parsers ------------------------------------------------------------------------------------

// Every kind of handler, as its attribute and expat's setter are called without "Handler"; the last
// one is called so without anything behind it.
#define HANDLERS(HANDLER)                                                                          \
    NAMED_HANDLERS(HANDLER)                                                                        \
    HANDLER(DefaultHandlerExpand)
#define NAMED_HANDLERS(HANDLER)                                                                    \
    HANDLER(StartElement)                                                                          \
    HANDLER(EndElement)                                                                            \
    HANDLER(CharacterData)                                                                         \
    HANDLER(ProcessingInstruction)                                                                 \
    HANDLER(Comment)                                                                               \
    HANDLER(StartCdataSection)                                                                     \
    HANDLER(EndCdataSection)                                                                       \
    HANDLER(StartDoctypeDecl)                                                                      \
    HANDLER(EndDoctypeDecl)                                                                        \
    HANDLER(UnparsedEntityDecl)                                                                    \
    HANDLER(NotationDecl)                                                                          \
    HANDLER(StartNamespaceDecl)                                                                    \
    HANDLER(EndNamespaceDecl)                                                                      \
    HANDLER(NotStandalone)                                                                         \
    HANDLER(ExternalEntityRef)                                                                     \
    HANDLER(SkippedEntity)                                                                         \
    HANDLER(ElementDecl)                                                                           \
    HANDLER(AttlistDecl)                                                                           \
    HANDLER(EntityDecl)                                                                            \
    HANDLER(XmlDecl)                                                                               \
    HANDLER(Default)
#define PLACE(name) HANDLER_##name,
enum { HANDLERS(PLACE) HANDLER_COUNT };

enum { TEXT_ROOM = 8192, READ_SIZE = 2048, PARSE_SIZE = 1 << 20 };

typedef struct {
    Object object;
    Value handlers[HANDLER_COUNT]; // VALUE_NULL: none
    Value parent;                  // of the parser of an external entity, whose tables it shares
    Value intern;                  // a dict, for the program; None
    uint8_t *text;                 // buffer_text: a block of characters that are still to be told
    int64_t text_size, text_room;
    bool buffer_text, ordered_attributes, specified_attributes, namespace_prefixes;
    bool parsing; // expat is at work: a handler may not make it begin again
    Vm *vm;
    XML_Parser parser;
} Parser;
static Parser *parser_of(Value value) {
    return (Parser *)object_of(value);
}
enum { VALUES = HANDLER_COUNT + 2 };

static Type parser_type;
static Value expat_error;

static void parser_trace(Heap *heap, Object *object) {
    Parser *parser = (Parser *)object;
    gc_mark_values(heap, parser->handlers, VALUES);
    gc_mark_block(heap, parser->text);
}
// Only of what nothing refers to any more, whoever calls it.
NATIVE(parser_del) {
    Parser *parser = parser_of(args[0]);
    if (!finalize_is_done(vm, args[0])) return VALUE_NONE;
    if (parser->parser) p_XML_ParserFree(parser->parser);
    parser->parser = NULL;
    return VALUE_NONE;
}

static Value text_of(Vm *vm, const XML_Char *text) {
    return text ? str_from_cstring(vm, text) : VALUE_NONE;
}
static Value name_value(Vm *vm, const XML_Char *name) {
    return name ? str_intern_cstring(vm, name) : VALUE_NONE;
}

// --- telling the handlers -----------------------------------------------------------------------

// Calls a handler with arguments of which some may have raised; VALUE_ERROR, and no more is parsed.
static Value tell_now(Parser *parser, int handler, Value *args, size_t count) {
    Vm *vm = parser->vm;
    Value result = VALUE_ERROR;
    bool made = true;
    for (size_t i = 0; i < count; i++) made &= !is_error(args[i]);
    if (made) result = object_call(vm, parser->handlers[handler], args, count, NULL);
    if (is_error(result)) p_XML_StopParser(parser->parser, XML_FALSE);
    return result;
}
// Tells the characters that were gathered.
static bool tell_text(Parser *parser) {
    if (!parser->text_size) return true;
    Value text = str_from_utf8(parser->vm, (char *)parser->text, (size_t)parser->text_size);
    parser->text_size = 0;
    if (!parser->handlers[HANDLER_CharacterData]) return true;
    return !is_error(tell_now(parser, HANDLER_CharacterData, &text, 1));
}
static Value tell(Parser *parser, int handler, Value *args, size_t count) {
    return tell_text(parser) ? tell_now(parser, handler, args, count) : VALUE_ERROR;
}
// After an error expat still tells of what it was in the middle of. That is not passed on.
static bool is_silent(const Parser *parser, int handler) {
    return parser->vm->raised || !parser->handlers[handler];
}
#define TELL(handler, ...)                                                                         \
    tell(parser, HANDLER_##handler, (Value[]){__VA_ARGS__},                                        \
         sizeof((Value[]){__VA_ARGS__}) / sizeof(Value))
// The head of a callback that answers nothing.
#define CALLBACK(handler, ...)                                                                     \
    static void XMLCALL on_##handler(void *data, ##__VA_ARGS__) {                                  \
        Parser *parser = data;                                                                     \
        Vm *vm = parser->vm;                                                                       \
        if (is_silent(parser, HANDLER_##handler)) return;

// Names and values in turn: a dict, or a list where the program wants their order.
static Value attributes_of(Parser *parser, const XML_Char **attributes) {
    Vm *vm = parser->vm;
    size_t count = 0, most = SIZE_MAX;
    if (parser->specified_attributes)
        most = (size_t)p_XML_GetSpecifiedAttributeCount(parser->parser);
    Value all = parser->ordered_attributes ? list_make(vm, NULL, 0) : dict_make(vm, 0);
    for (; count < most && attributes[count] && !is_error(all); count += 2) {
        Value name = name_value(vm, attributes[count]);
        Value value = is_error(name) ? name : text_of(vm, attributes[count + 1]);
        bool fine = !is_error(value);
        if (fine && parser->ordered_attributes)
            fine = list_append(vm, list_of(all), name) && list_append(vm, list_of(all), value);
        else if (fine)
            fine = dict_set(vm, dict_of(all), name, value);
        if (!fine) all = VALUE_ERROR;
    }
    return all;
}

CALLBACK(StartElement, const XML_Char *name, const XML_Char **attributes)
TELL(StartElement, name_value(vm, name), attributes_of(parser, attributes));
}
CALLBACK(EndElement, const XML_Char *name)
TELL(EndElement, name_value(vm, name));
}
CALLBACK(CharacterData, const XML_Char *text, int size)
if (parser->buffer_text && parser->text_size + size > parser->text_room && !tell_text(parser))
    return;
// The handler that was just told may have changed all of it.
if (is_silent(parser, HANDLER_CharacterData)) return;
if (parser->buffer_text && parser->text_size + size <= parser->text_room) {
    if (!parser->text) parser->text = gc_alloc_raw(vm, (size_t)parser->text_room);
    if (!parser->text) return (void)p_XML_StopParser(parser->parser, XML_FALSE);
    memcpy(parser->text + parser->text_size, text, (size_t)size);
    parser->text_size += size;
    return;
}
TELL(CharacterData, str_from_utf8(vm, text, (size_t)size));
}
CALLBACK(ProcessingInstruction, const XML_Char *target, const XML_Char *text)
TELL(ProcessingInstruction, name_value(vm, target), text_of(vm, text));
}
CALLBACK(Comment, const XML_Char *text)
TELL(Comment, text_of(vm, text));
}
CALLBACK(StartCdataSection)
(void)vm;
tell(parser, HANDLER_StartCdataSection, NULL, 0);
}
CALLBACK(EndCdataSection)
(void)vm;
tell(parser, HANDLER_EndCdataSection, NULL, 0);
}
CALLBACK(StartDoctypeDecl, const XML_Char *name, const XML_Char *system, const XML_Char *public,
         int has_subset)
TELL(StartDoctypeDecl, name_value(vm, name), name_value(vm, system), name_value(vm, public),
     make_int(vm, has_subset));
}
CALLBACK(EndDoctypeDecl)
(void)vm;
tell(parser, HANDLER_EndDoctypeDecl, NULL, 0);
}
CALLBACK(UnparsedEntityDecl, const XML_Char *name, const XML_Char *base, const XML_Char *system,
         const XML_Char *public, const XML_Char *notation)
TELL(UnparsedEntityDecl, name_value(vm, name), name_value(vm, base), name_value(vm, system),
     name_value(vm, public), name_value(vm, notation));
}
CALLBACK(NotationDecl, const XML_Char *name, const XML_Char *base, const XML_Char *system,
         const XML_Char *public)
TELL(NotationDecl, name_value(vm, name), name_value(vm, base), name_value(vm, system),
     name_value(vm, public));
}
CALLBACK(StartNamespaceDecl, const XML_Char *prefix, const XML_Char *uri)
TELL(StartNamespaceDecl, name_value(vm, prefix), name_value(vm, uri));
}
CALLBACK(EndNamespaceDecl, const XML_Char *prefix)
TELL(EndNamespaceDecl, name_value(vm, prefix));
}
CALLBACK(SkippedEntity, const XML_Char *name, int is_parameter)
TELL(SkippedEntity, name_value(vm, name), make_int(vm, is_parameter));
}
CALLBACK(AttlistDecl, const XML_Char *element, const XML_Char *name, const XML_Char *type,
         const XML_Char *standard, int required)
TELL(AttlistDecl, name_value(vm, element), name_value(vm, name), text_of(vm, type),
     text_of(vm, standard), make_int(vm, required));
}
CALLBACK(EntityDecl, const XML_Char *name, int is_parameter, const XML_Char *value, int size,
         const XML_Char *base, const XML_Char *system, const XML_Char *public,
         const XML_Char *notation)
TELL(EntityDecl, name_value(vm, name), make_int(vm, is_parameter),
     value ? str_from_utf8(vm, value, (size_t)size) : VALUE_NONE, name_value(vm, base),
     name_value(vm, system), name_value(vm, public), name_value(vm, notation));
}
CALLBACK(XmlDecl, const XML_Char *version, const XML_Char *encoding, int standalone)
TELL(XmlDecl, text_of(vm, version), text_of(vm, encoding), make_int(vm, standalone));
}
CALLBACK(Default, const XML_Char *text, int size)
TELL(Default, str_from_utf8(vm, text, (size_t)size));
}
CALLBACK(DefaultHandlerExpand, const XML_Char *text, int size)
TELL(DefaultHandlerExpand, str_from_utf8(vm, text, (size_t)size));
}

// (type, quantifier, name, children)
static Value model_value(Vm *vm, const XML_Content *model) {
    if (!c_stack_check(vm, "")) return VALUE_ERROR;
    Value list = list_make(vm, NULL, 0);
    for (unsigned i = 0; i < model->numchildren && !is_error(list); i++) {
        Value child = model_value(vm, &model->children[i]);
        if (is_error(child) || !list_append(vm, list_of(list), child)) return VALUE_ERROR;
    }
    if (is_error(list)) return list;
    Value children = tuple_from_list(vm, list_of(list));
    return TUPLE(vm, make_int(vm, model->type), make_int(vm, model->quant),
                 name_value(vm, model->name), children);
}
CALLBACK(ElementDecl, const XML_Char *name, XML_Content *model)
Value shown = model_value(vm, model);
p_XML_FreeContentModel(parser->parser, model);
TELL(ElementDecl, name_value(vm, name), shown);
}

// What a handler answers to expat: 0 stops it.
static int answer_of(Parser *parser, Value result) {
    int number;
    if (is_error(result)) return 0;
    if (argument_int(parser->vm, result, &number)) return number;
    p_XML_StopParser(parser->parser, XML_FALSE);
    return 0;
}
static int XMLCALL on_NotStandalone(void *data) {
    Parser *parser = data;
    if (is_silent(parser, HANDLER_NotStandalone)) return 0;
    return answer_of(parser, tell(parser, HANDLER_NotStandalone, NULL, 0));
}
static int XMLCALL on_ExternalEntityRef(XML_Parser raw, const XML_Char *context,
                                        const XML_Char *base, const XML_Char *system,
                                        const XML_Char *public) {
    Parser *parser = *(Parser **)raw; // XML_GetUserData: what it points to comes first
    Vm *vm = parser->vm;
    if (is_silent(parser, HANDLER_ExternalEntityRef)) return 0;
    return answer_of(parser, TELL(ExternalEntityRef, text_of(vm, context), name_value(vm, base),
                                  name_value(vm, system), name_value(vm, public)));
}

// An encoding that expat does not know, but Python may: what its 256 bytes stand for.
static int XMLCALL on_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *info) {
    Parser *parser = data;
    Vm *vm = parser->vm;
    uint8_t bytes[256];
    if (vm->raised) return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
    Value all = bytes_make(vm, bytes, sizeof bytes), encoding = name_value(vm, name);
    Value errors = str_from_cstring(vm, "replace");
    if (is_error(all) || is_error(encoding) || is_error(errors)) return XML_STATUS_ERROR;
    Value text = bytes_decode(vm, bytes_of(all), str_of(encoding), str_of(errors));
    if (is_error(text)) return XML_STATUS_ERROR;
    if (str_of(text)->length != sizeof bytes) {
        error_value(vm, "multi-byte encodings are not supported");
        return XML_STATUS_ERROR;
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        uint32_t point = str_at(str_of(text), i);
        info->map[i] = point == 0xfffd ? -1 : (int)point;
    }
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    return XML_STATUS_OK;
}

// --- making and asking --------------------------------------------------------------------------

// Tells expat of a handler, or that there is none.
static void announce(Parser *parser, int handler) {
    bool there = parser->handlers[handler] != VALUE_NULL;
    switch (handler) {
#define p_XML_SetDefaultHandlerExpandHandler p_XML_SetDefaultHandlerExpand
#define ANNOUNCE(name)                                                                             \
    case HANDLER_##name: p_XML_Set##name##Handler(parser->parser, there ? on_##name : NULL); break;
        HANDLERS(ANNOUNCE)
    }
}
static bool refuse_to_delete(Vm *vm) {
    return error_raise(vm, error_types.RuntimeError, "Cannot delete attribute"), false;
}
static bool set_handler(Vm *vm, Value self, int handler, Value value) {
    Parser *parser = parser_of(self);
    if (!value) return refuse_to_delete(vm);
    if (handler == HANDLER_CharacterData && !tell_text(parser)) return false;
    parser->handlers[handler] = is_none(value) ? VALUE_NULL : value;
    announce(parser, handler);
    return true;
}
static Value get_handler(Value self, int handler) {
    Value value = parser_of(self)->handlers[handler];
    return value ? value : VALUE_NONE;
}
#define ACCESS(name)                                                                               \
    static Value get_##name(Vm *vm, Value self) {                                                  \
        return (void)vm, get_handler(self, HANDLER_##name);                                        \
    }                                                                                              \
    static bool set_##name(Vm *vm, Value self, Value value) {                                      \
        return set_handler(vm, self, HANDLER_##name, value);                                       \
    }
HANDLERS(ACCESS)

static Parser *parser_new(Vm *vm) {
    Parser *parser = object_new(vm, &parser_type);
    if (!parser || !finalize_watch(vm, value_of(parser))) return NULL;
    parser->intern = VALUE_NONE;
    parser->text_room = TEXT_ROOM;
    parser->vm = vm;
    return parser;
}

NATIVE(pyexpat_create) {
    static const char *const parameters[] = {"encoding", "namespace_separator", "intern", NULL};
    static const XML_Memory_Handling_Suite memory = {malloc, realloc, free};
    Value values[3];
    const char *texts[2] = {NULL, NULL};
    if (!arguments_parse(vm, "ParserCreate", parameters, 0, 0, args, count, names, values))
        return VALUE_ERROR;
    for (int i = 0; i < 2; i++) {
        if (!values[i] || is_none(values[i])) continue;
        if (!is_str_like(values[i]))
            return error_type(vm, "ParserCreate() argument '%s' must be str or None, not %A",
                              parameters[i], values[i]);
        if (!(texts[i] = str_utf8(vm, str_of(values[i]), NULL))) return VALUE_ERROR;
    }
    if (texts[1] && strlen(texts[1]) > 1)
        return error_value(vm, "namespace_separator must be at most one character, omitted, or "
                               "None");
    if (values[2] && !is_none(values[2]) && !is_dict_like(values[2]))
        return error_type(vm, "intern must be a dictionary");
    Parser *parser = parser_new(vm);
    if (!parser) return VALUE_ERROR;
    parser->intern = values[2] ? values[2] : dict_make(vm, 0);
    if (is_error(parser->intern)) return VALUE_ERROR;
    parser->parser = p_XML_ParserCreate_MM(texts[0], &memory, texts[1]);
    if (!parser->parser) return error_memory(vm);
    p_XML_SetHashSalt(parser->parser, 1); // not by chance: runs repeat
    p_XML_SetUserData(parser->parser, parser);
    p_XML_SetUnknownEncodingHandler(parser->parser, on_unknown_encoding, parser);
    return value_of(parser);
}

NATIVE(parser_create_external) {
    Parser *parent = parser_of(args[0]);
    const char *context = NULL, *encoding = NULL;
    if (!is_none(args[1]) && !is_str_like(args[1]))
        return error_type(vm, "ExternalEntityParserCreate() argument 1 must be str or None, not %A",
                          args[1]);
    if (count > 2 && !is_str_like(args[2]))
        return error_type(vm, "ExternalEntityParserCreate() argument 2 must be str, not %A",
                          args[2]);
    if ((!is_none(args[1]) && !(context = str_utf8(vm, str_of(args[1]), NULL))) ||
        (count > 2 && !(encoding = str_utf8(vm, str_of(args[2]), NULL))))
        return VALUE_ERROR;
    Parser *parser = parser_new(vm);
    if (!parser) return VALUE_ERROR;
    memcpy(parser->handlers, parent->handlers, sizeof parser->handlers);
    parser->parent = args[0];
    parser->intern = parent->intern;
    parser->buffer_text = parent->buffer_text;
    parser->text_room = parent->text_room;
    parser->ordered_attributes = parent->ordered_attributes;
    parser->specified_attributes = parent->specified_attributes;
    parser->namespace_prefixes = parent->namespace_prefixes;
    parser->parser = p_XML_ExternalEntityParserCreate(parent->parser, context, encoding);
    if (!parser->parser) return error_memory(vm);
    p_XML_SetUserData(parser->parser, parser);
    p_XML_SetUnknownEncodingHandler(parser->parser, on_unknown_encoding, parser);
    for (int i = 0; i < HANDLER_COUNT; i++) announce(parser, i);
    return value_of(parser);
}

static bool set_named(Vm *vm, Value owner, const char *name, Value value) {
    Value key = is_error(value) ? value : str_intern_cstring(vm, name);
    return !is_error(key) && object_set_attribute(vm, owner, str_of(key), value);
}
// Raises what expat complains of.
static Value complain(Parser *parser) {
    Vm *vm = parser->vm;
    if (vm->raised) return VALUE_ERROR;
    enum XML_Error code = p_XML_GetErrorCode(parser->parser);
    int64_t line = (int64_t)p_XML_GetCurrentLineNumber(parser->parser);
    int64_t column = (int64_t)p_XML_GetCurrentColumnNumber(parser->parser);
    Value message = str_format(vm, "%s: line %lld, column %lld", p_XML_ErrorString(code),
                               (long long)line, (long long)column);
    Value error = is_error(message) ? message : object_call_1(vm, expat_error, message);
    if (is_error(error) || !set_named(vm, error, "code", make_int(vm, code)) ||
        !set_named(vm, error, "offset", make_int(vm, column)) ||
        !set_named(vm, error, "lineno", make_int(vm, line)))
        return VALUE_ERROR;
    return error_set(vm, error);
}
// Parses bytes that stay where they are; 1, or VALUE_ERROR.
static Value parse(Parser *parser, const uint8_t *data, size_t size, bool is_last) {
    int status;
    if (parser->parsing)
        return error_raise(parser->vm, error_types.RuntimeError, "the parser is parsing");
    parser->parsing = true;
    do {
        size_t part = size < PARSE_SIZE ? size : PARSE_SIZE;
        size -= part;
        status = p_XML_Parse(parser->parser, (const char *)data, (int)part, is_last && !size);
        if (part) data += part;
    } while (size && status == XML_STATUS_OK && !parser->vm->raised);
    parser->parsing = false;
    if (status == XML_STATUS_ERROR || parser->vm->raised) return complain(parser);
    return tell_text(parser) ? make_int(parser->vm, status) : VALUE_ERROR;
}
NATIVE(parser_parse) {
    Parser *parser = parser_of(args[0]);
    int is_last = count > 2 ? object_truth(vm, args[2]) : 0;
    if (is_last < 0) return VALUE_ERROR;
    if (is_str_like(args[1])) {
        size_t size;
        const char *text = str_utf8(vm, str_of(args[1]), &size);
        if (!text) return VALUE_ERROR;
        p_XML_SetEncoding(parser->parser, "utf-8");
        return parse(parser, (const uint8_t *)text, size, is_last);
    }
    Buffer view;
    if (!buffer_get(vm, args[1], false, &view)) return VALUE_ERROR;
    Value result = parse(parser, view.data, view.size, is_last);
    buffer_release(&view);
    return result;
}
NATIVE(parser_parse_file) {
    Value name = str_intern_cstring(vm, "read");
    Value read = is_error(name) ? name : object_find_attribute(vm, args[1], str_of(name));
    if (read == VALUE_END) return error_type(vm, "argument must have 'read' attribute");
    for (bool more = true; more;) {
        Value piece = is_error(read) ? read : object_call_1(vm, read, make_int(vm, READ_SIZE));
        if (is_error(piece)) return piece;
        if (!is_bytes_like(piece))
            return error_type(vm, "read() did not return a bytes object (type=%T)", piece);
        more = bytes_of(piece)->length > 0;
        Value status =
            parse(parser_of(args[0]), bytes_of(piece)->data, bytes_of(piece)->length, !more);
        if (is_error(status)) return status;
    }
    return make_int(vm, XML_STATUS_OK);
}

NATIVE(parser_get_base) {
    return text_of(vm, p_XML_GetBase(parser_of(args[0])->parser));
}
NATIVE(parser_set_base) {
    if (!is_str_like(args[1]))
        return error_type(vm, "SetBase() argument must be str, not %A", args[1]);
    const char *base = str_utf8(vm, str_of(args[1]), NULL);
    if (!base) return VALUE_ERROR;
    return p_XML_SetBase(parser_of(args[0])->parser, base) ? VALUE_NONE : error_memory(vm);
}
NATIVE(parser_get_input_context) {
    int offset, size;
    const char *text = p_XML_GetInputContext(parser_of(args[0])->parser, &offset, &size);
    return text ? bytes_make(vm, text + offset, (size_t)(size - offset)) : VALUE_NONE;
}
NATIVE(parser_set_entity_parsing) {
    int flag;
    if (!argument_int(vm, args[1], &flag)) return VALUE_ERROR;
    return make_int(vm, p_XML_SetParamEntityParsing(parser_of(args[0])->parser,
                                                    (enum XML_ParamEntityParsing)flag));
}
NATIVE(parser_use_foreign_dtd) {
    int flag = count > 1 ? object_truth(vm, args[1]) : 1;
    if (flag < 0) return VALUE_ERROR;
    Parser *parser = parser_of(args[0]);
    enum XML_Error code = p_XML_UseForeignDTD(parser->parser, flag ? XML_TRUE : XML_FALSE);
    return code == XML_ERROR_NONE ? VALUE_NONE : complain(parser);
}

static const NativeSpec methods[] = {
    {"Parse", parser_parse, 2, 3, 0},
    {"ParseFile", parser_parse_file, 2, 2, 0},
    {"GetBase", parser_get_base, 1, 1, 0},
    {"SetBase", parser_set_base, 2, 2, 0},
    {"GetInputContext", parser_get_input_context, 1, 1, 0},
    {"ExternalEntityParserCreate", parser_create_external, 2, 3, 0},
    {"SetParamEntityParsing", parser_set_entity_parsing, 2, 2, 0},
    {"UseForeignDTD", parser_use_foreign_dtd, 1, 2, 0},
    {"__del__", parser_del, 1, 1, 0},
    {0},
};

#define FLAG(field)                                                                                \
    static Value get_##field(Vm *vm, Value self) {                                                 \
        return (void)vm, make_bool(parser_of(self)->field);                                        \
    }                                                                                              \
    static bool set_##field##_only(Vm *vm, Value self, Value value) {                              \
        if (!value) return refuse_to_delete(vm);                                                   \
        int truth = object_truth(vm, value);                                                       \
        if (truth < 0) return false;                                                               \
        parser_of(self)->field = truth;                                                            \
        return true;                                                                               \
    }
FLAG(buffer_text)
FLAG(ordered_attributes)
FLAG(specified_attributes)
FLAG(namespace_prefixes)
static bool set_buffer_text(Vm *vm, Value self, Value value) {
    return tell_text(parser_of(self)) && set_buffer_text_only(vm, self, value);
}
static bool set_namespace_prefixes(Vm *vm, Value self, Value value) {
    if (!set_namespace_prefixes_only(vm, self, value)) return false;
    p_XML_SetReturnNSTriplet(parser_of(self)->parser, parser_of(self)->namespace_prefixes);
    return true;
}
static Value get_buffer_size(Vm *vm, Value self) {
    return make_int(vm, parser_of(self)->text_room);
}
static bool set_buffer_size(Vm *vm, Value self, Value value) {
    Parser *parser = parser_of(self);
    int64_t size;
    if (!value) return error_type(vm, "Cannot delete attribute"), false;
    if (!is_any_int(value)) return error_type(vm, "buffer_size must be an integer"), false;
    if (!argument_size(vm, value, &size)) return false;
    if (size <= 0) return error_value(vm, "buffer_size must be greater than zero"), false;
    if (size > INT32_MAX)
        return error_value(vm, "buffer_size must not be greater than %d", INT32_MAX), false;
    if (!tell_text(parser)) return false;
    parser->text = NULL;
    parser->text_room = size;
    return true;
}
static Value get_buffer_used(Vm *vm, Value self) {
    return make_int(vm, parser_of(self)->text_size);
}
static Value get_intern(Vm *vm, Value self) {
    return (void)vm, parser_of(self)->intern;
}
#define NUMBER(name, function)                                                                     \
    static Value get_##name(Vm *vm, Value self) {                                                  \
        return make_int(vm, (int64_t)function(parser_of(self)->parser));                           \
    }
NUMBER(error_code, p_XML_GetErrorCode)
NUMBER(line, p_XML_GetCurrentLineNumber)
NUMBER(column, p_XML_GetCurrentColumnNumber)
NUMBER(byte, p_XML_GetCurrentByteIndex)

#define MEMBER(name) {#name "Handler", get_##name, set_##name},
static const MemberSpec members[] = {
    NAMED_HANDLERS(MEMBER){"DefaultHandlerExpand", get_DefaultHandlerExpand,
                           set_DefaultHandlerExpand},
    {"buffer_text", get_buffer_text, set_buffer_text},
    {"buffer_size", get_buffer_size, set_buffer_size},
    {"buffer_used", get_buffer_used, NULL},
    {"intern", get_intern, member_read_only},
    {"namespace_prefixes", get_namespace_prefixes, set_namespace_prefixes},
    {"ordered_attributes", get_ordered_attributes, set_ordered_attributes_only},
    {"specified_attributes", get_specified_attributes, set_specified_attributes_only},
    {"ErrorCode", get_error_code, NULL},
    {"ErrorLineNumber", get_line, NULL},
    {"ErrorColumnNumber", get_column, NULL},
    {"ErrorByteIndex", get_byte, NULL},
    {"CurrentLineNumber", get_line, NULL},
    {"CurrentColumnNumber", get_column, NULL},
    {"CurrentByteIndex", get_byte, NULL},
    {0},
};
static Type parser_type = {
    .name = "pyexpat.xmlparser",
    .instance_size = sizeof(Parser),
    .trace = parser_trace,
    .methods = methods,
    .members = members,
    .make = instance_refuse,
};

// --- the module ---------------------------------------------------------------------------------

NATIVE(pyexpat_error_string) {
    int64_t code;
    if (!argument_size(vm, args[0], &code)) return VALUE_ERROR;
    return text_of(vm, p_XML_ErrorString((enum XML_Error)code));
}

// The names of expat's errors, from 1 on.
static const char *const error_names[] = {"NO_MEMORY",
                                          "SYNTAX",
                                          "NO_ELEMENTS",
                                          "INVALID_TOKEN",
                                          "UNCLOSED_TOKEN",
                                          "PARTIAL_CHAR",
                                          "TAG_MISMATCH",
                                          "DUPLICATE_ATTRIBUTE",
                                          "JUNK_AFTER_DOC_ELEMENT",
                                          "PARAM_ENTITY_REF",
                                          "UNDEFINED_ENTITY",
                                          "RECURSIVE_ENTITY_REF",
                                          "ASYNC_ENTITY",
                                          "BAD_CHAR_REF",
                                          "BINARY_ENTITY_REF",
                                          "ATTRIBUTE_EXTERNAL_ENTITY_REF",
                                          "MISPLACED_XML_PI",
                                          "UNKNOWN_ENCODING",
                                          "INCORRECT_ENCODING",
                                          "UNCLOSED_CDATA_SECTION",
                                          "EXTERNAL_ENTITY_HANDLING",
                                          "NOT_STANDALONE",
                                          "UNEXPECTED_STATE",
                                          "ENTITY_DECLARED_IN_PE",
                                          "FEATURE_REQUIRES_XML_DTD",
                                          "CANT_CHANGE_FEATURE_ONCE_PARSING",
                                          "UNBOUND_PREFIX",
                                          "UNDECLARING_PREFIX",
                                          "INCOMPLETE_PE",
                                          "XML_DECL",
                                          "TEXT_DECL",
                                          "PUBLICID",
                                          "SUSPENDED",
                                          "NOT_SUSPENDED",
                                          "ABORTED",
                                          "FINISHED",
                                          "SUSPEND_PE",
                                          "RESERVED_PREFIX_XML",
                                          "RESERVED_PREFIX_XMLNS",
                                          "RESERVED_NAMESPACE_URI",
                                          "INVALID_ARGUMENT",
                                          "NO_BUFFER",
                                          "AMPLIFICATION_LIMIT_BREACH"};

static Module *inner_module(Vm *vm, Module *module, const char *name, const char *leaf) {
    Value made = module_make(vm, name);
    return module_set(vm, module, leaf, made) ? (Module *)object_of(made) : NULL;
}
static bool fill_errors(Vm *vm, Module *module) {
    Module *errors = inner_module(vm, module, "pyexpat.errors", "errors");
    Value codes = errors ? dict_make(vm, 0) : VALUE_ERROR;
    Value messages = is_error(codes) ? codes : dict_make(vm, 0);
    if (is_error(messages)) return false;
    for (size_t i = 0; i < sizeof error_names / sizeof *error_names; i++) {
        char name[64] = "XML_ERROR_";
        strcat(name, error_names[i]);
        Value code = make_int(vm, (int64_t)i + 1);
        Value text = text_of(vm, p_XML_ErrorString((enum XML_Error)(i + 1)));
        if (is_none(text)) break; // of an older library
        if (is_error(code) || !module_set(vm, errors, name, text) ||
            !dict_set(vm, dict_of(codes), text, code) ||
            !dict_set(vm, dict_of(messages), code, text))
            return false;
    }
    return module_set(vm, errors, "codes", codes) && module_set(vm, errors, "messages", messages);
}
static bool fill_model(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"XML_CTYPE_EMPTY", XML_CTYPE_EMPTY},   {"XML_CTYPE_ANY", XML_CTYPE_ANY},
        {"XML_CTYPE_MIXED", XML_CTYPE_MIXED},   {"XML_CTYPE_NAME", XML_CTYPE_NAME},
        {"XML_CTYPE_CHOICE", XML_CTYPE_CHOICE}, {"XML_CTYPE_SEQ", XML_CTYPE_SEQ},
        {"XML_CQUANT_NONE", XML_CQUANT_NONE},   {"XML_CQUANT_OPT", XML_CQUANT_OPT},
        {"XML_CQUANT_REP", XML_CQUANT_REP},     {"XML_CQUANT_PLUS", XML_CQUANT_PLUS},
    };
    Module *model = inner_module(vm, module, "pyexpat.model", "model");
    for (size_t i = 0; i < sizeof constants / sizeof *constants && model; i++)
        if (!module_set_int(vm, model, constants[i].name, constants[i].value)) return false;
    return model != NULL;
}
static bool fill_version(Vm *vm, Module *module) {
    const char *version = p_XML_ExpatVersion(); // "expat_2.5.0"
    int numbers[3] = {0};
    sscanf(version, "expat_%d.%d.%d", &numbers[0], &numbers[1], &numbers[2]);
    Value features = list_make(vm, NULL, 0);
    for (const XML_Feature *feature = p_XML_GetFeatureList(); feature && feature->feature;
         feature++) {
        Value row = TUPLE(vm, text_of(vm, feature->name), make_int(vm, feature->value));
        if (is_error(features) || is_error(row) || !list_append(vm, list_of(features), row))
            return false;
    }
    return module_set(vm, module, "EXPAT_VERSION", text_of(vm, version)) &&
           module_set(vm, module, "native_encoding", text_of(vm, "UTF-8")) &&
           module_set(vm, module, "version_info",
                      TUPLE(vm, make_int(vm, numbers[0]), make_int(vm, numbers[1]),
                            make_int(vm, numbers[2]))) &&
           module_set(vm, module, "features", features);
}

static const NativeSpec functions[] = {
    {"ParserCreate", pyexpat_create, 0, -1, NATIVE_KEYWORDS},
    {"ErrorString", pyexpat_error_string, 1, 1, 0},
    {0},
};

static bool fill(Vm *vm, Module *module) {
    static Type *const types[] = {&parser_type, NULL};
    if (!expat_error)
        expat_error =
            exception_type_make(vm, "xml.parsers.expat.ExpatError", error_types.Exception);
    return !is_error(expat_error) && module_add_types(vm, NULL, types) &&
           module_add_functions(vm, module, functions) &&
           module_set(vm, module, "XMLParserType", value_of(&parser_type)) &&
           module_set(vm, module, "ExpatError", expat_error) &&
           module_set(vm, module, "error", expat_error) &&
           module_set_int(vm, module, "XML_PARAM_ENTITY_PARSING_NEVER",
                          XML_PARAM_ENTITY_PARSING_NEVER) &&
           module_set_int(vm, module, "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE",
                          XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE) &&
           module_set_int(vm, module, "XML_PARAM_ENTITY_PARSING_ALWAYS",
                          XML_PARAM_ENTITY_PARSING_ALWAYS) &&
           fill_errors(vm, module) && fill_model(vm, module) && fill_version(vm, module);
}

#else

static bool load(void) {
    return false;
}
static bool fill(Vm *vm, Module *module) {
    (void)vm, (void)module;
    return true;
}

#endif

bool module_pyexpat_make(Vm *vm, Module *module);
bool module_pyexpat_make(Vm *vm, Module *module) {
    if (!load()) {
        error_raise(vm, error_types.ModuleNotFoundError, "No module named 'pyexpat'");
        return false;
    }
    return fill(vm, module);
}
