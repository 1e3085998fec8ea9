// The flame graph: stacks drawn on top of one another, the root at the bottom, equal ones merged,
// each as wide as its share of the samples. One SVG file that needs nothing else: names are written
// where they fit, everything is said in the title that a pointer shows. Stacks are sorted by name,
// so two graphs of one program lie side by side.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/profile.h"

enum { WIDTH = 1200, MARGIN = 10, ROW = 17, HEAD = 58, FOOT = 26, ROWS_MOST = 120 };

typedef struct {
    uint32_t name;
    size_t samples, depth;
    size_t child, next; // 0: none; the root is never a child
} Node;

typedef struct {
    Node *nodes;
    size_t count, room;
    const NameList *names;
    size_t whole, deepest;
    size_t narrow, deep; // boxes left out: thinner than half a pixel; above the last row
    FILE *file;
} Flame;

static size_t add_node(Flame *flame, uint32_t name, size_t depth) {
    if (flame->count == flame->room) {
        flame->room = flame->room ? 2 * flame->room : 1024;
        flame->nodes = memory_resize(flame->nodes, flame->room * sizeof *flame->nodes);
    }
    flame->nodes[flame->count] = (Node){.name = name, .depth = depth};
    return flame->count++;
}

static int compare_names(const Name *left, const Name *right) {
    if (left->kind != right->kind) return left->kind < right->kind ? -1 : 1;
    if (left->kind == NAME_LINE && left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return strcmp(left->text, right->text);
}

// The child of that name, made in its place among its sisters where there is none.
static size_t find_child(Flame *flame, size_t parent, uint32_t name) {
    size_t last = 0, at = flame->nodes[parent].child;
    while (at) {
        if (flame->nodes[at].name == name) return at;
        if (compare_names(&flame->names->items[flame->nodes[at].name], &flame->names->items[name]) >
            0)
            break;
        last = at;
        at = flame->nodes[at].next;
    }
    size_t made = add_node(flame, name, flame->nodes[parent].depth + 1);
    flame->nodes[made].next = at;
    if (last)
        flame->nodes[last].next = made;
    else
        flame->nodes[parent].child = made;
    return made;
}

static void add_sample(Flame *flame, const Sample *sample) {
    size_t at = 0;
    flame->nodes[0].samples++;
    for (size_t i = 0; i < sample->depth; i++) {
        at = find_child(flame, at, sample->stack[i]);
        flame->nodes[at].samples++;
        if (flame->nodes[at].depth > flame->deepest) flame->deepest = flame->nodes[at].depth;
    }
}

static void write_text(FILE *file, const char *text, size_t most) {
    size_t written = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if ((*at & 0xc0) != 0x80 && written++ >= most) {
            fputs("…", file);
            return;
        }
        switch (*at) {
        case '<': fputs("&lt;", file); break;
        case '>': fputs("&gt;", file); break;
        case '&': fputs("&amp;", file); break;
        case '"': fputs("&quot;", file); break;
        default: fputc(*at < ' ' ? ' ' : *at, file);
        }
    }
}

static const char *const kind_classes[] = {"p", "l", "o", "c", "n"};
static const char *const kind_words[] = {"Python function", "Python line", "opcode", "C function",
                                         ""};

static void write_box(Flame *flame, const Node *node, double x, double width, double bottom) {
    const Name *name = &flame->names->items[node->name];
    double y = bottom - (double)node->depth * ROW, low, high;
    profile_interval(node->samples, flame->whole, &low, &high);
    fprintf(flame->file, "<g><title>");
    write_text(flame->file, name->text, SIZE_MAX);
    if (name->kind == NAME_PYTHON) {
        fputs(" (", flame->file);
        write_text(flame->file, name->file, SIZE_MAX);
        fprintf(flame->file, ":%u)", name->line);
    }
    fprintf(flame->file, "%s%s: %zu samples, %.2f %% [%.2f, %.2f]</title>",
            *kind_words[name->kind] ? ", " : "", kind_words[name->kind], node->samples,
            100 * (double)node->samples / (double)flame->whole, 100 * low, 100 * high);
    fprintf(flame->file, "<rect class=\"%s\" x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\"/>",
            kind_classes[name->kind], x, y, fmax(width - 0.3, 0.2), ROW - 1);
    size_t letters = width < 12 ? 0 : (size_t)((width - 6) / 6.6);
    if (letters >= 2) {
        fprintf(flame->file, "<text x=\"%.1f\" y=\"%.0f\">", x + 3, y + 12);
        bool fits = strlen(name->text) <= letters;
        write_text(flame->file, name->text, fits ? SIZE_MAX : letters - 1);
        fputs("</text>", flame->file);
    }
    fputs("</g>\n", flame->file);
}

static void write_nodes(Flame *flame, size_t parent, double x, double bottom) {
    for (size_t at = flame->nodes[parent].child; at; at = flame->nodes[at].next) {
        const Node *node = &flame->nodes[at];
        double width = (double)(WIDTH - 2 * MARGIN) * (double)node->samples / (double)flame->whole;
        if (node->depth > ROWS_MOST)
            flame->deep++;
        else if (width < 0.5)
            flame->narrow++;
        else {
            write_box(flame, node, x, width, bottom);
            write_nodes(flame, at, x, bottom);
        }
        x += width;
    }
}

static void write_head(Flame *flame, const Profile *profile, const char *title, int height) {
    fprintf(flame->file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"100%%\" "
            "role=\"img\" font-family=\"ui-monospace,monospace\" font-size=\"11\">\n<title>",
            WIDTH, height);
    write_text(flame->file, title, SIZE_MAX);
    fputs("</title>\n<style>rect{stroke:none}rect.p{fill:#8fbbe8}rect.l{fill:#c4daf3}"
          "rect.o{fill:#f2c26b}rect.c{fill:#e79a8c}rect.n{fill:#cccccc}rect.b{fill:#ffffff}"
          "text{fill:#111111}g:hover rect{fill:#7fd08a}</style>\n",
          flame->file);
    fprintf(flame->file,
            "<rect class=\"b\" width=\"%d\" height=\"%d\"/>\n<text x=\"%d\" y=\"20\" "
            "font-size=\"15\">",
            WIDTH, height, MARGIN);
    write_text(flame->file, title, SIZE_MAX);
    fprintf(flame->file,
            "</text>\n<text x=\"%d\" y=\"38\">%zu samples in %.2f s at %llu Hz; lost %llu, "
            "truncated %zu, unresolved lines %zu</text>\n",
            MARGIN, profile->sample_count, profile->seconds, (unsigned long long)profile->rate,
            (unsigned long long)(profile->lost_late + profile->lost_full), profile->truncated,
            profile->no_line);
    for (int kind = 0; kind < NAME_NOTE; kind++)
        fprintf(flame->file,
                "<rect class=\"%s\" x=\"%d\" y=\"28\" width=\"11\" height=\"11\"/>"
                "<text x=\"%d\" y=\"38\">%s</text>\n",
                kind_classes[kind], WIDTH - 520 + 130 * kind, WIDTH - 504 + 130 * kind,
                kind_words[kind]);
}

char *profile_flame(const Profile *profile, const NameList *names, const char *title) {
    Flame flame = {.names = names, .whole = profile->sample_count ? profile->sample_count : 1};
    char *text;
    size_t size;
    add_node(&flame, 0, 0);
    for (size_t i = 0; i < profile->sample_count; i++) add_sample(&flame, &profile->samples[i]);
    size_t rows = flame.deepest < ROWS_MOST ? flame.deepest : ROWS_MOST;
    int height = HEAD + FOOT + ROW * (int)(rows ? rows : 1);
    flame.file = open_memstream(&text, &size);
    if (!flame.file) fail("out of memory");
    write_head(&flame, profile, title, height);
    write_nodes(&flame, 0, MARGIN, height - FOOT);
    if (!profile->sample_count)
        fprintf(flame.file, "<text x=\"%d\" y=\"%d\">no samples</text>\n", MARGIN, HEAD + 12);
    fprintf(flame.file, "<text x=\"%d\" y=\"%d\">", MARGIN, height - 9);
    if (flame.narrow)
        fprintf(flame.file, "%zu boxes under half a pixel are left out. ", flame.narrow);
    if (flame.deep)
        fprintf(flame.file, "%zu boxes above row %d are left out.", flame.deep, ROWS_MOST);
    fputs("</text>\n</svg>\n", flame.file);
    fclose(flame.file);
    free(flame.nodes);
    return text;
}
