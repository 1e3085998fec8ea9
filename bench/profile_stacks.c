// From raw samples to stacks of names. The C stack and the VM's frames tell one story from two
// sides: each entry into run_loop (an activation) runs the frames from one that C pushed up to the
// next such. So the stack is, from the root: C functions, then the Python functions of the first
// activation, its line and its opcode, then the C functions the opcode called, and so on.
#include <stdlib.h>
#include <string.h>

#include "bench/profile.h"

typedef struct {
    Profile *profile;
    NameList *names;
    const CodeList *codes;
    ProfileMachine *machine;
    uint32_t stack[4 * (PROFILE_FRAMES + PROFILE_NATIVE)];
    size_t depth;
} Resolver;

// The frames that one activation runs, as indices into the sample's frames: [first, end), the
// innermost first.
typedef struct {
    size_t first, end;
} Segment;

// The C frames of one activation: those of the dispatch unit, [first, end), the innermost first.
typedef struct {
    size_t first, end;
} Activation;

typedef struct {
    const ProfileSample *raw;
    const uint64_t *native;
    const ProfileFrame *frames;
    size_t native_count; // without what lies below main
    Place places[PROFILE_NATIVE];
    Activation activations[PROFILE_NATIVE];
    size_t activation_count;
    Segment segments[PROFILE_FRAMES];
    size_t segment_count;
    bool unwound, cut;
} Scene;

// Where in Python an activation stands.
typedef struct {
    const PythonCode *code; // NULL: not known
    size_t instruction;     // SIZE_MAX: not known
    uint32_t line;          // 0: not known
    uint32_t opcode;        // name, or NO_NAME
    size_t dropped;         // frames of the segment that are not running yet
    bool is_above;          // code is that of a frame the segment does not have any more
} Spot;

// --- names --------------------------------------------------------------------------------------

uint32_t name_add(NameList *names, NameKind kind, const char *text, const char *file,
                  uint32_t line) {
    for (size_t i = names->count; i-- > 0;) {
        const Name *name = &names->items[i];
        if (name->kind == kind && name->line == line && !strcmp(name->text, text) &&
            !strcmp(name->file ? name->file : "", file ? file : ""))
            return (uint32_t)i;
    }
    if ((names->count & (names->count - 1)) == 0)
        names->items =
            memory_resize(names->items, (names->count ? names->count * 2 : 1) * sizeof(Name));
    names->items[names->count] = (Name){kind, text_copy(text), file ? text_copy(file) : NULL, line};
    return (uint32_t)names->count++;
}

static void push(Resolver *resolver, uint32_t name) {
    resolver->stack[resolver->depth++] = name;
}

static uint32_t python_name(Resolver *resolver, const PythonCode *code) {
    if (!code) return name_add(resolver->names, NAME_NOTE, "(unknown function)", NULL, 0);
    return name_add(resolver->names, NAME_PYTHON, code->name, code->file, code->first_line);
}

static uint32_t line_name(Resolver *resolver, const PythonCode *code, uint32_t line) {
    char *text = text_format("%s:%u", code->file, line);
    uint32_t name = name_add(resolver->names, NAME_LINE, text, code->file, line);
    free(text);
    return name;
}

// --- the two sides of a sample
// --------------------------------------------------------------------

// Classifies the C frames up to main. A return address belongs to the instruction before it.
static void read_native(Resolver *resolver, Scene *scene) {
    size_t count = scene->raw->native_count;
    bool known;
    for (size_t i = 0; i < count; i++) {
        uint64_t address = scene->native[i] - (i > 0);
        scene->places[i] = profile_place(resolver->machine, address);
        if (strcmp(profile_symbol(resolver->machine, address, &known), "main")) continue;
        scene->unwound = true;
        scene->native_count = i + 1;
        break;
    }
    scene->cut = scene->raw->flags & (PROFILE_CUT_FRAMES | PROFILE_CUT_NATIVE);
    if (scene->raw->flags & PROFILE_CUT_NATIVE) {
        scene->unwound = true;
        scene->native_count = count;
    }
    if (!scene->unwound) scene->native_count = 1; // what follows may be anything
    for (size_t i = 0; i < scene->native_count; i++) {
        if (scene->places[i].kind == PLACE_OUTSIDE) continue;
        size_t first = i;
        while (!scene->places[i].is_loop && i + 1 < scene->native_count &&
               scene->places[i + 1].kind != PLACE_OUTSIDE)
            i++;
        scene->activations[scene->activation_count++] = (Activation){first, i + 1};
    }
}

static void read_segments(Scene *scene) {
    size_t first = 0;
    for (size_t i = 0; i < scene->raw->frame_count; i++) {
        if (!scene->frames[i].is_entry) continue;
        scene->segments[scene->segment_count++] = (Segment){first, i + 1};
        first = i + 1;
    }
    if (first < scene->raw->frame_count)
        scene->segments[scene->segment_count++] = (Segment){first, scene->raw->frame_count};
}

// The segment that an activation runs, or one without frames. Both are counted from the root, where
// an interrupted entry or exit cannot put them out of step, unless the root is cut off.
static Segment segment_of(const Scene *scene, size_t activation) {
    size_t from_root = scene->activation_count - activation;
    size_t index = scene->cut ? activation : scene->segment_count - from_root;
    if (!scene->cut && from_root > scene->segment_count) return (Segment){0, 0};
    return index < scene->segment_count ? scene->segments[index] : (Segment){0, 0};
}

// --- where an activation stands
// ---------------------------------------------------------------------

static Spot spot_make(const PythonCode *code, size_t instruction) {
    Spot spot = {.code = code, .instruction = instruction, .opcode = NO_NAME};
    if (code && instruction != SIZE_MAX) spot.line = code_line(code, instruction);
    return spot;
}

// While C code runs, the frame's saved pc is where its handler was. A frame that this handler has
// pushed already, but not begun to run, is dropped.
static Spot spot_of_saved(Resolver *resolver, const Scene *scene, Segment segment,
                          const Place *place) {
    Spot fallback = spot_make(NULL, SIZE_MAX);
    for (size_t i = segment.first; i < segment.end && i < segment.first + 2; i++) {
        const ProfileFrame *frame = &scene->frames[i];
        const PythonCode *code = code_list_find(resolver->codes, frame->code);
        if (!code || code_list_at(resolver->codes, frame->saved_pc) != code) continue;
        Spot spot = spot_make(code, code_instruction(resolver->codes, code, frame->saved_pc));
        spot.dropped = i - segment.first;
        if (place->kind != PLACE_HANDLER) return spot;
        spot.instruction = code_match(resolver->codes, code, frame->saved_pc, place->opcode);
        if (spot.instruction != SIZE_MAX) {
            spot.line = code_line(code, spot.instruction);
            return spot;
        }
        if (i == segment.first) fallback = spot_make(code, SIZE_MAX);
    }
    return fallback;
}

// Whether a value can be the pc of a place: it stands in some code, at the handler's instruction or
// where handlers that change frames leave it.
static bool pc_fits(Resolver *resolver, const Place *place, uint64_t pc, bool strictly) {
    const PythonCode *code = code_list_at(resolver->codes, pc);
    if (!code) return false;
    if (place->kind != PLACE_HANDLER) return !strictly;
    if (code_match(resolver->codes, code, pc, place->opcode) != SIZE_MAX) return true;
    return !strictly && code_just_entered(resolver->codes, code, pc, place->opcode);
}

// The one value among all registers that fits.
static bool search_pc(Resolver *resolver, const Scene *scene, const Place *place, uint64_t *pc) {
    bool found = false;
    for (int i = 0; i < PROFILE_REGISTERS - 1; i++) {
        uint64_t value = scene->raw->registers[i];
        if ((found && value == *pc) || !pc_fits(resolver, place, value, true)) continue;
        if (found) return false;
        found = true;
        *pc = value;
    }
    return found;
}

static bool find_pc(Resolver *resolver, const Scene *scene, const Place *place, uint64_t *pc) {
    Profile *profile = resolver->profile;
    size_t *count = NULL;
    if (profile_pc(resolver->machine, scene->raw, pc) && pc_fits(resolver, place, *pc, false))
        count = &profile->pc_by_dwarf;
    else if (profile_pc_register(resolver->machine, scene->raw, pc) &&
             pc_fits(resolver, place, *pc, false))
        count = &profile->pc_by_register;
    else if (search_pc(resolver, scene, place, pc))
        count = &profile->pc_by_search;
    if (count) ++*count;
    return count;
}

// Interrupted in the dispatch unit itself: pc is in a register or on the stack. Where pc says
// another code object than the innermost frame, a frame was being pushed or popped: pc is right.
static Spot spot_of_pc(Resolver *resolver, const Scene *scene, Segment segment,
                       const Place *place) {
    const ProfileFrame *frames = scene->frames + segment.first;
    size_t count = segment.end - segment.first;
    const PythonCode *top = count ? code_list_find(resolver->codes, frames[0].code) : NULL;
    uint64_t pc;
    if (!find_pc(resolver, scene, place, &pc)) return spot_make(top, SIZE_MAX);
    const PythonCode *code = code_list_at(resolver->codes, pc);
    Spot spot = spot_make(code, code_instruction(resolver->codes, code, pc));
    if (spot.instruction == SIZE_MAX) spot.line = code->first_line;
    size_t match = place->kind == PLACE_HANDLER
                       ? code_match(resolver->codes, code, pc, place->opcode)
                       : SIZE_MAX;
    if (match != SIZE_MAX) {
        spot.instruction = match;
        spot.line = code_line(code, match);
    } else if (place->kind == PLACE_HANDLER) {
        // Of a call, what follows the push of the frame still belongs to the caller's line.
        Spot caller = spot_of_saved(resolver, scene, segment, place);
        if (caller.instruction != SIZE_MAX) return caller;
    }
    if (code == top) return spot;
    if (count > 1 && code_list_find(resolver->codes, frames[1].code) == code)
        spot.dropped = 1;
    else
        spot.is_above = true;
    return spot;
}

static Spot find_spot(Resolver *resolver, const Scene *scene, size_t activation, Segment segment) {
    Place nowhere = {PLACE_SEVERAL, OPCODE_UNKNOWN, NULL, false};
    const Activation *frames =
        activation < scene->activation_count ? &scene->activations[activation] : NULL;
    const Place *place = frames ? &scene->places[frames->first] : &nowhere;
    bool innermost = frames && frames->first == 0;
    Spot spot = innermost ? spot_of_pc(resolver, scene, segment, place)
                          : spot_of_saved(resolver, scene, segment, place);
    // A few handlers call C that cannot raise (a generator is put aside) without saving pc; while
    // that runs, a register may still hold it.
    uint64_t pc;
    if (frames && frames->first == 1 && place->kind == PLACE_HANDLER && !spot.line &&
        search_pc(resolver, scene, place, &pc)) {
        const PythonCode *code = code_list_at(resolver->codes, pc);
        resolver->profile->pc_by_search++;
        spot = spot_make(code, code_match(resolver->codes, code, pc, place->opcode));
    }
    int opcode = place->kind == PLACE_HANDLER ? place->opcode
                 : place->kind == PLACE_SEVERAL && spot.code
                     ? code_opcode(spot.code, spot.instruction)
                     : OPCODE_UNKNOWN;
    if (opcode != OPCODE_UNKNOWN)
        spot.opcode = name_add(resolver->names, NAME_OPCODE, opcode_name(opcode), NULL, 0);
    else if (place->kind == PLACE_BLOCK || place->kind == PLACE_DISPATCH)
        spot.opcode = name_add(resolver->names, NAME_OPCODE, place->name, NULL, 0);
    return spot;
}

// --- one sample
// -------------------------------------------------------------------------------------

// The Python functions of an activation, then its line and opcode.
static void push_python(Resolver *resolver, const Scene *scene, Segment segment, const Spot *spot,
                        Sample *sample) {
    size_t innermost = segment.first + spot->dropped;
    for (size_t i = segment.end; i-- > innermost;) {
        const PythonCode *code = code_list_find(resolver->codes, scene->frames[i].code);
        sample->function = python_name(
            resolver, i == innermost && !spot->is_above && spot->code ? spot->code : code);
        push(resolver, sample->function);
    }
    if (spot->is_above) push(resolver, sample->function = python_name(resolver, spot->code));
    sample->line = spot->code && spot->line ? line_name(resolver, spot->code, spot->line) : NO_NAME;
    sample->opcode = spot->opcode;
    if (sample->line != NO_NAME) push(resolver, sample->line);
    if (sample->opcode != NO_NAME) push(resolver, sample->opcode);
}

static uint32_t native_name(Resolver *resolver, const Scene *scene, size_t at, bool *known) {
    const char *symbol = profile_symbol(resolver->machine, scene->native[at] - (at > 0), known);
    return name_add(resolver->names, NAME_NATIVE, symbol, NULL, 0);
}

// Where C frames could not be unwound: the Python frames, and the function that was running.
static void resolve_python_only(Resolver *resolver, Scene *scene, Sample *sample) {
    for (size_t k = scene->segment_count; k-- > 0;) {
        bool in_loop = k == 0 && scene->activation_count;
        Spot spot = find_spot(resolver, scene, in_loop ? 0 : SIZE_MAX, scene->segments[k]);
        push_python(resolver, scene, scene->segments[k], &spot, sample);
    }
}

static void resolve_merged(Resolver *resolver, Scene *scene, Sample *sample) {
    size_t activation = scene->activation_count;
    bool known;
    for (size_t i = scene->native_count; i-- > 0;) {
        if (activation == 0 || i >= scene->activations[activation - 1].end) {
            if (i) push(resolver, native_name(resolver, scene, i, &known));
            continue;
        }
        activation--;
        i = scene->activations[activation].first;
        Segment segment = segment_of(scene, activation);
        Spot spot = find_spot(resolver, scene, activation, segment);
        push_python(resolver, scene, segment, &spot, sample);
    }
}

static void resolve_sample(Resolver *resolver, const ProfileSample *raw, Sample *sample) {
    Profile *profile = resolver->profile;
    Scene *scene = memory(sizeof *scene);
    scene->raw = raw;
    scene->native = (const uint64_t *)(raw + 1);
    scene->frames = (const ProfileFrame *)(scene->native + raw->native_count);
    read_native(resolver, scene);
    read_segments(scene);
    resolver->depth = 0;
    *sample = (Sample){.function = NO_NAME, .line = NO_NAME, .opcode = NO_NAME, .helper = NO_NAME};
    if (scene->cut) {
        profile->truncated++;
        push(resolver, name_add(resolver->names, NAME_NOTE, "(outer frames left out)", NULL, 0));
    }
    if (scene->unwound) {
        resolve_merged(resolver, scene, sample);
    } else {
        profile->not_unwound++;
        resolve_python_only(resolver, scene, sample);
    }
    if (scene->places[0].kind == PLACE_OUTSIDE) {
        bool known;
        sample->helper = native_name(resolver, scene, 0, &known);
        push(resolver, sample->helper);
        profile->no_symbol += !known;
    }
    if (raw->frame_count) {
        profile->no_line += sample->line == NO_NAME;
        profile->no_opcode += sample->opcode == NO_NAME;
    }
    sample->stack = memory(resolver->depth * sizeof *sample->stack);
    memcpy(sample->stack, resolver->stack, resolver->depth * sizeof *sample->stack);
    sample->depth = resolver->depth;
    free(scene);
}

void profile_resolve(Profile *profile, const ProfileBuffer *buffer, NameList *names) {
    CodeList codes = code_list_read(buffer);
    Resolver *resolver = memory(sizeof *resolver);
    resolver->profile = profile;
    resolver->names = names;
    resolver->codes = &codes;
    resolver->machine = profile_machine_open(profile->path, profile->config, buffer);
    profile->sha256 = text_copy(profile_machine_sha256(resolver->machine));
    profile->samples = memory(buffer->sample_count * sizeof *profile->samples);
    const char *at = (const char *)buffer + buffer->samples, *end = at + buffer->samples_fill;
    uint64_t last = 0;
    while (at < end && profile->sample_count < buffer->sample_count) {
        const ProfileSample *raw = (const ProfileSample *)at;
        resolve_sample(resolver, raw, &profile->samples[profile->sample_count++]);
        last = raw->time;
        at += raw->size;
    }
    profile->lost_late = buffer->lost_late;
    profile->lost_full = buffer->lost_full;
    profile->codes_lost = buffer->codes_lost;
    profile->rate = buffer->rate;
    profile->seconds = (double)(buffer->ended ? buffer->ended - buffer->started : last) / 1e9;
    if (buffer->failure[0]) profile->failure = text_copy(buffer->failure);
    profile_machine_close(resolver->machine);
    code_list_free(&codes);
    free(resolver);
}
