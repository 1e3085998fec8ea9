// A linked executable as the audit reads it (see binary.h). Everything is read once, into sorted
// arrays; nothing here trusts the file further than its own bounds.
#define _GNU_SOURCE
#include "bench/binary.h"
#include "bench/sha256.h"
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if !defined __x86_64__ || !defined __linux__
#error "The reading of machine code is for x86-64 Linux only"
#endif

static bool fail(Binary *binary, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(binary->error, sizeof binary->error, format, arguments);
    va_end(arguments);
    return false;
}

// The next element of a growing array.
static void *append(void *items, size_t *count, size_t size) {
    void **array = items;
    if ((*count & (*count - 1)) == 0) {
        *array = realloc(*array, (*count ? *count * 2 : 1) * size);
        if (!*array) {
            fputs("audit: out of memory\n", stderr);
            exit(2);
        }
    }
    void *slot = (char *)*array + (*count)++ * size;
    memset(slot, 0, size);
    return slot;
}

static int compare_symbols(const void *left, const void *right) {
    const Symbol *a = left, *b = right;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    if (a->size != b->size) return a->size < b->size ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int compare_units(const void *left, const void *right) {
    const UnitRange *a = left, *b = right;
    return a->low < b->low ? -1 : a->low > b->low;
}

static int compare_labels(const void *left, const void *right) {
    const Label *a = left, *b = right;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    return strcmp(a->name, b->name);
}

// A row that ends a sequence stands before a row that begins one at the same address.
static int compare_lines(const void *left, const void *right) {
    const Line *a = left, *b = right;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    return (a->file != NULL) - (b->file != NULL);
}

static void read_sections(Binary *binary) {
    size_t names = 0;
    if (elf_getshdrstrndx(binary->elf, &names) != 0) names = 0;
    for (Elf_Scn *scan = elf_nextscn(binary->elf, NULL); scan;
         scan = elf_nextscn(binary->elf, scan)) {
        GElf_Shdr header;
        if (!gelf_getshdr(scan, &header) || header.sh_type == SHT_NOBITS) continue;
        Elf_Data *data = elf_rawdata(scan, NULL);
        if (!data || !data->d_buf || data->d_size < header.sh_size) continue;
        const char *name = names ? elf_strptr(binary->elf, names, header.sh_name) : NULL;
        if (name && strcmp(name, ".comment") == 0)
            binary->by_lld = memmem(data->d_buf, header.sh_size, "LLD", 3) != NULL;
        if (!(header.sh_flags & SHF_ALLOC)) continue;
        Section *section = append(&binary->sections, &binary->section_count, sizeof *section);
        *section = (Section){header.sh_addr, header.sh_size, data->d_buf,
                             (header.sh_flags & SHF_EXECINSTR) != 0};
    }
}

static bool read_symbols(Binary *binary) {
    Elf_Scn *scan = NULL;
    GElf_Shdr header;
    while ((scan = elf_nextscn(binary->elf, scan)) != NULL)
        if (gelf_getshdr(scan, &header) && header.sh_type == SHT_SYMTAB) break;
    Elf_Data *data = scan ? elf_getdata(scan, NULL) : NULL;
    if (!data || !header.sh_entsize) return fail(binary, "it has no symbol table (stripped?)");
    for (size_t i = 0; i < header.sh_size / header.sh_entsize; i++) {
        GElf_Sym entry;
        if (!gelf_getsym(data, (int)i, &entry) || entry.st_shndx == SHN_UNDEF) continue;
        const char *name = elf_strptr(binary->elf, header.sh_link, entry.st_name);
        int type = GELF_ST_TYPE(entry.st_info);
        if (!name || !*name || type == STT_FILE || type == STT_SECTION || type == STT_TLS) continue;
        Symbol *symbol = append(&binary->symbols, &binary->symbol_count, sizeof *symbol);
        *symbol =
            (Symbol){name, entry.st_value, entry.st_size, type == STT_FUNC, type == STT_OBJECT};
    }
    if (!binary->symbol_count) return fail(binary, "its symbol table is empty");
    qsort(binary->symbols, binary->symbol_count, sizeof(Symbol), compare_symbols);
    return true;
}

static bool read_units(Binary *binary) {
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    while (dwarf_get_units(binary->dwarf, unit, &unit, NULL, NULL, &die, NULL) == 0) {
        const char *name = dwarf_diename(&die);
        Dwarf_Addr base, low, high;
        ptrdiff_t offset = 0;
        while (name && (offset = dwarf_ranges(&die, offset, &base, &low, &high)) > 0) {
            if (low >= high) continue;
            UnitRange *range = append(&binary->units, &binary->unit_count, sizeof *range);
            *range = (UnitRange){low, high, name};
        }
        Dwarf_Die child;
        if (dwarf_child(&die, &child) != 0) continue;
        do {
            Dwarf_Attribute attribute;
            const char *function = dwarf_diename(&child);
            if (dwarf_tag(&child) == DW_TAG_subprogram && function &&
                dwarf_attr(&child, DW_AT_noreturn, &attribute))
                *(const char **)append(&binary->never_return, &binary->never_return_count,
                                       sizeof(char *)) = function;
        } while (dwarf_siblingof(&child, &child) == 0);
    }
    if (!binary->unit_count) return fail(binary, "it has no DWARF units (built without -g?)");
    qsort(binary->units, binary->unit_count, sizeof(UnitRange), compare_units);
    return true;
}

static bool open_elf(Binary *binary) {
    GElf_Ehdr header;
    elf_version(EV_CURRENT);
    binary->descriptor = open(binary->path, O_RDONLY | O_CLOEXEC);
    if (binary->descriptor < 0) return fail(binary, "cannot open it: %s", strerror(errno));
    if (sha256_file(binary->path, binary->sha256) != 0)
        return fail(binary, "cannot read it: %s", strerror(errno));
    binary->elf = elf_begin(binary->descriptor, ELF_C_READ, NULL);
    if (!binary->elf || elf_kind(binary->elf) != ELF_K_ELF || !gelf_getehdr(binary->elf, &header))
        return fail(binary, "it is not an ELF file");
    if (header.e_machine != EM_X86_64) return fail(binary, "it is not for x86-64");
    if (header.e_type != ET_EXEC)
        return fail(binary, "it is not linked at a fixed address (-no-pie), so its tables hold no "
                            "addresses to check");
    binary->dwarf = dwarf_begin_elf(binary->elf, DWARF_C_READ, NULL);
    if (!binary->dwarf) return fail(binary, "it has no DWARF (built without -g?)");
    read_sections(binary);
    return read_symbols(binary) && read_units(binary);
}

bool binary_open(Binary *binary, const char *path) {
    memset(binary, 0, sizeof *binary);
    binary->path = path;
    binary->descriptor = -1;
    if (open_elf(binary)) return true;
    char error[sizeof binary->error];
    memcpy(error, binary->error, sizeof error);
    binary_close(binary);
    memcpy(binary->error, error, sizeof error);
    return false;
}

void binary_close(Binary *binary) {
    if (binary->dwarf) dwarf_end(binary->dwarf);
    if (binary->elf) elf_end(binary->elf);
    if (binary->descriptor >= 0) close(binary->descriptor);
    free(binary->symbols);
    free(binary->labels);
    free(binary->lines);
    free(binary->enumerators);
    free(binary->units);
    free(binary->sections);
    free(binary->never_return);
    memset(binary, 0, sizeof *binary);
    binary->descriptor = -1;
}

// Labels of functions; those inside inlined functions are somebody else's.
static void read_labels(Binary *binary, Dwarf_Die *parent, int depth) {
    Dwarf_Die child;
    if (depth > 64 || dwarf_child(parent, &child) != 0) return;
    do {
        int tag = dwarf_tag(&child);
        Dwarf_Addr address;
        if (tag == DW_TAG_label && dwarf_diename(&child) && dwarf_lowpc(&child, &address) == 0) {
            Label *label = append(&binary->labels, &binary->label_count, sizeof *label);
            *label = (Label){dwarf_diename(&child), address};
        } else if (tag == DW_TAG_lexical_block || tag == DW_TAG_subprogram) {
            read_labels(binary, &child, depth + 1);
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

static void read_enumerators(Binary *binary, Dwarf_Die *unit) {
    Dwarf_Die type, item;
    if (dwarf_child(unit, &type) != 0) return;
    do {
        if (dwarf_tag(&type) != DW_TAG_enumeration_type || dwarf_child(&type, &item) != 0) continue;
        do {
            Dwarf_Attribute attribute;
            Dwarf_Word value;
            const char *name = dwarf_diename(&item);
            if (!name || !dwarf_attr(&item, DW_AT_const_value, &attribute)) continue;
            if (dwarf_formudata(&attribute, &value) != 0) continue;
            Enumerator *made =
                append(&binary->enumerators, &binary->enumerator_count, sizeof *made);
            *made = (Enumerator){name, value};
        } while (dwarf_siblingof(&item, &item) == 0);
    } while (dwarf_siblingof(&type, &type) == 0);
}

static void read_lines(Binary *binary, Dwarf_Die *unit) {
    Dwarf_Lines *table;
    size_t count;
    if (dwarf_getsrclines(unit, &table, &count) != 0) return;
    for (size_t i = 0; i < count; i++) {
        Dwarf_Line *row = dwarf_onesrcline(table, i);
        Dwarf_Addr address;
        int number = 0;
        bool end = false;
        if (!row || dwarf_lineaddr(row, &address) != 0) continue;
        dwarf_lineno(row, &number);
        dwarf_lineendsequence(row, &end);
        Line *line = append(&binary->lines, &binary->line_count, sizeof *line);
        *line = (Line){address, end ? NULL : dwarf_linesrc(row, NULL, NULL), number};
    }
}

bool binary_read_unit(Binary *binary, const char *unit) {
    Dwarf_CU *scan = NULL;
    Dwarf_Die die;
    bool found = false;
    binary->label_count = binary->line_count = binary->enumerator_count = 0;
    free(binary->labels);
    free(binary->lines);
    free(binary->enumerators);
    binary->enumerators = NULL;
    binary->labels = NULL;
    binary->lines = NULL;
    while (dwarf_get_units(binary->dwarf, scan, &scan, NULL, NULL, &die, NULL) == 0) {
        const char *name = dwarf_diename(&die);
        if (!name || strcmp(name, unit) != 0) continue;
        found = true;
        read_labels(binary, &die, 0);
        read_enumerators(binary, &die);
        read_lines(binary, &die);
    }
    if (binary->label_count)
        qsort(binary->labels, binary->label_count, sizeof(Label), compare_labels);
    if (binary->line_count) qsort(binary->lines, binary->line_count, sizeof(Line), compare_lines);
    return found || fail(binary, "its DWARF has no unit %s", unit);
}

static const Section *section_at(const Binary *binary, uint64_t address, size_t size) {
    for (size_t i = 0; i < binary->section_count; i++) {
        const Section *section = &binary->sections[i];
        if (address >= section->address && size <= section->size &&
            address - section->address <= section->size - size)
            return section;
    }
    return NULL;
}

const uint8_t *binary_bytes(const Binary *binary, uint64_t address, size_t size) {
    const Section *section = section_at(binary, address, size);
    return section ? section->bytes + (address - section->address) : NULL;
}

bool binary_read_word(const Binary *binary, uint64_t address, uint64_t *word) {
    const uint8_t *bytes = binary_bytes(binary, address, sizeof *word);
    if (bytes) memcpy(word, bytes, sizeof *word);
    return bytes != NULL;
}

bool binary_is_code(const Binary *binary, uint64_t address) {
    const Section *section = section_at(binary, address, 1);
    return section && section->executable;
}

const char *binary_unit_at(const Binary *binary, uint64_t address) {
    size_t low = 0, high = binary->unit_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (binary->units[middle].low <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low && address < binary->units[low - 1].high ? binary->units[low - 1].unit : NULL;
}

const Symbol *binary_function_at(const Binary *binary, uint64_t address) {
    size_t low = 0, high = binary->symbol_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (binary->symbols[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low > 0; low--) {
        const Symbol *symbol = &binary->symbols[low - 1];
        if (symbol->is_function && symbol->size) {
            if (address - symbol->address < symbol->size) return symbol;
            return NULL;
        }
    }
    return NULL;
}

const Line *binary_line_at(const Binary *binary, uint64_t address) {
    size_t low = 0, high = binary->line_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (binary->lines[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low && binary->lines[low - 1].file ? &binary->lines[low - 1] : NULL;
}

bool binary_never_returns(const Binary *binary, const char *function) {
    static const char *const known[] = {"abort", "exit", "_exit", "__assert_fail",
                                        "__stack_chk_fail"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(function, known[i]) == 0) return true;
    for (size_t i = 0; i < binary->never_return_count; i++)
        if (strcmp(function, binary->never_return[i]) == 0) return true;
    return false;
}
