// Which functions were inlined where: DWARF's DW_TAG_inlined_subroutine, as a tree, and for each
// instruction the innermost one that holds it.
#include "bench/steps.h"
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

typedef struct Reading {
    Inlines *inlines;
    const Code *code;
    Dwarf_Files *files;
} Reading;

static size_t add(Reading *reading, Dwarf_Die *die, size_t parent) {
    Inlines *inlines = reading->inlines;
    Dwarf_Attribute attribute;
    Dwarf_Word file = 0, line = 0;
    if (dwarf_attr(die, DW_AT_call_file, &attribute)) dwarf_formudata(&attribute, &file);
    if (dwarf_attr(die, DW_AT_call_line, &attribute)) dwarf_formudata(&attribute, &line);
    const char *name = dwarf_diename(die);
    const char *path =
        reading->files && file ? dwarf_filesrc(reading->files, file, NULL, NULL) : NULL;
    if ((inlines->count & (inlines->count - 1)) == 0)
        inlines->items = memory_resize(inlines->items, (inlines->count ? inlines->count * 2 : 1) *
                                                           sizeof *inlines->items);
    inlines->items[inlines->count] =
        (Inline){name ? name : "", path ? path : "", (int)line, parent};
    Dwarf_Addr base, low, high;
    ptrdiff_t offset = 0;
    // Outer ones are read before what they hold, so the last to claim an instruction is innermost.
    while ((offset = dwarf_ranges(die, offset, &base, &low, &high)) > 0)
        for (size_t i = code_first_from(reading->code, low);
             i < reading->code->count && reading->code->items[i].address < high; i++)
            inlines->innermost[i] = inlines->count;
    return inlines->count++;
}

static void read_children(Reading *reading, Dwarf_Die *parent, size_t inlined, int depth) {
    Dwarf_Die child;
    if (depth > 64 || dwarf_child(parent, &child) != 0) return;
    do {
        int tag = dwarf_tag(&child);
        if (tag == DW_TAG_inlined_subroutine)
            read_children(reading, &child, add(reading, &child, inlined), depth + 1);
        else if (tag == DW_TAG_lexical_block || tag == DW_TAG_subprogram)
            read_children(reading, &child, inlined, depth + 1);
    } while (dwarf_siblingof(&child, &child) == 0);
}

void inlines_read(Inlines *inlines, Binary *binary, const char *unit, const Code *code) {
    Dwarf_CU *scan = NULL;
    Dwarf_Die die;
    *inlines = (Inlines){.innermost = memory(code->count * sizeof *inlines->innermost)};
    for (size_t i = 0; i < code->count; i++) inlines->innermost[i] = SIZE_MAX;
    while (dwarf_get_units(binary->dwarf, scan, &scan, NULL, NULL, &die, NULL) == 0) {
        const char *name = dwarf_diename(&die);
        Reading reading = {inlines, code, NULL};
        size_t count;
        if (!name || strcmp(name, unit) != 0) continue;
        if (dwarf_getsrcfiles(&die, &reading.files, &count) != 0) reading.files = NULL;
        read_children(&reading, &die, SIZE_MAX, 0);
    }
}

void inlines_free(Inlines *inlines) {
    free(inlines->items);
    free(inlines->innermost);
    *inlines = (Inlines){0};
}
