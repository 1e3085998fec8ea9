// Sums over samples: by Python function, line, opcode and C helper, as a table for the terminal and
// as profile.json. Shares are of all samples taken; their intervals are those of counting.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/profile.h"

static const char *const table_names[TABLE_COUNT] = {"functions", "lines", "opcodes", "helpers"};
static const char *const table_titles[TABLE_COUNT] = {"Python function", "Python line", "opcode",
                                                      "C function"};
// What innermost and anywhere mean in each table.
static const char *const table_columns[TABLE_COUNT][2] = {
    {"itself", "with callees"}, {"", ""}, {"its handler", "with C"}, {"itself", "with callees"}};

void profile_interval(size_t part, size_t whole, double *low, double *high) {
    const double z = 1.959964;
    if (!whole) {
        *low = 0, *high = 1;
        return;
    }
    double n = (double)whole, share = (double)part / n;
    double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    *low = fmax(0, middle - half);
    *high = fmin(1, middle + half);
}

static int compare_rows(const void *left, const void *right) {
    const Row *a = left, *b = right;
    if (a->total != b->total && !a->self && !b->self) return a->total < b->total ? 1 : -1;
    if (a->self != b->self) return a->self < b->self ? 1 : -1;
    if (a->total != b->total) return a->total < b->total ? 1 : -1;
    return (a->name > b->name) - (a->name < b->name);
}

static void count_stack(const Sample *sample, const NameList *names, NameKind kind, Row *rows,
                        uint32_t *last_seen, uint32_t stamp) {
    for (size_t i = 0; i < sample->depth; i++) {
        uint32_t name = sample->stack[i];
        if (names->items[name].kind != kind || last_seen[name] == stamp) continue;
        last_seen[name] = stamp;
        rows[name].total++;
    }
}

// Of an opcode and a line, only the innermost one of a sample counts.
static void count_sample(const Sample *sample, const NameList *names, TableKind kind, Row *rows,
                         uint32_t *last_seen, uint32_t stamp) {
    switch (kind) {
    case BY_FUNCTION:
        if (sample->function != NO_NAME) rows[sample->function].self++;
        count_stack(sample, names, NAME_PYTHON, rows, last_seen, stamp);
        break;
    case BY_LINE:
        if (sample->line == NO_NAME) break;
        rows[sample->line].self++;
        rows[sample->line].total++;
        break;
    case BY_OPCODE:
        if (sample->opcode == NO_NAME) break;
        rows[sample->opcode].self += sample->helper == NO_NAME;
        rows[sample->opcode].total++;
        break;
    default:
        if (sample->helper != NO_NAME) rows[sample->helper].self++;
        count_stack(sample, names, NAME_NATIVE, rows, last_seen, stamp);
        break;
    }
}

static int compare_totals(const void *left, const void *right) {
    const Row *a = left, *b = right;
    if (a->total != b->total) return a->total < b->total ? 1 : -1;
    return compare_rows(left, right);
}

Table profile_table(const Profile *profile, const NameList *names, TableKind kind) {
    Row *rows = memory(names->count * sizeof *rows);
    uint32_t *last_seen = memory(names->count * sizeof *last_seen);
    for (size_t i = 0; i < names->count; i++) rows[i].name = (uint32_t)i;
    for (size_t i = 0; i < profile->sample_count; i++)
        count_sample(&profile->samples[i], names, kind, rows, last_seen, (uint32_t)i + 1);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++)
        if (rows[i].total || rows[i].self) rows[count++] = rows[i];
    if (count) qsort(rows, count, sizeof *rows, kind == BY_OPCODE ? compare_totals : compare_rows);
    free(last_seen);
    return (Table){rows, count};
}

// --- the terminal -------------------------------------------------------------------------------

static void print_row(const Profile *profile, const NameList *names, TableKind kind,
                      const Row *row) {
    double low, high;
    size_t main_part = kind == BY_OPCODE ? row->total : row->self;
    size_t other = kind == BY_OPCODE ? row->self : row->total;
    double whole = (double)profile->sample_count;
    const Name *name = &names->items[row->name];
    profile_interval(main_part, profile->sample_count, &low, &high);
    printf("  %6.2f %% [%5.2f, %5.2f]", 100 * (double)main_part / whole, 100 * low, 100 * high);
    if (kind == BY_LINE)
        printf("  %9s", "");
    else
        printf("  %7.2f %%", 100 * (double)other / whole);
    printf("  %s", name->text);
    if (name->kind == NAME_PYTHON) printf(" (%s:%u)", name->file, name->line);
    putchar('\n');
}

static void print_table(const Profile *profile, const NameList *names, TableKind kind,
                        size_t most) {
    Table table = profile_table(profile, names, kind);
    const char *const *columns = table_columns[kind];
    bool swapped = kind == BY_OPCODE;
    printf("  %-24s  %9s  %s\n", swapped ? columns[1] : columns[0],
           swapped ? columns[0] : columns[1], table_titles[kind]);
    for (size_t i = 0; i < table.count && i < most; i++)
        print_row(profile, names, kind, &table.rows[i]);
    if (table.count > most) printf("  ... and %zu more\n", table.count - most);
    free(table.rows);
}

void profile_print(const Profile *profile, const NameList *names, size_t rows) {
    printf("%s: %zu samples in %.2f s at %llu Hz; lost: %llu late, %llu without room; "
           "truncated: %zu\n",
           profile->config, profile->sample_count, profile->seconds,
           (unsigned long long)profile->rate, (unsigned long long)profile->lost_late,
           (unsigned long long)profile->lost_full, profile->truncated);
    printf("  unresolved: %zu line, %zu opcode, %zu running function; not unwound: %zu\n",
           profile->no_line, profile->no_opcode, profile->no_symbol, profile->not_unwound);
    if (profile->codes_lost)
        printf("  %llu code objects found no room: their functions are unknown\n",
               (unsigned long long)profile->codes_lost);
    if (profile->ended) printf("  the program %s\n", profile->ended);
    if (!profile->sample_count) return;
    for (int kind = 0; kind < TABLE_COUNT; kind++)
        print_table(profile, names, (TableKind)kind, rows);
}

// --- JSON
// -----------------------------------------------------------------------------------------

static cJSON *row_json(const Profile *profile, const NameList *names, TableKind kind,
                       const Row *row) {
    const Name *name = &names->items[row->name];
    double low, high;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "name", name->text);
    if (name->file) cJSON_AddStringToObject(object, "file", name->file);
    if (name->file) cJSON_AddNumberToObject(object, "line", name->line);
    cJSON_AddNumberToObject(object, "self", (double)row->self);
    cJSON_AddNumberToObject(object, "total", (double)row->total);
    const size_t parts[] = {row->self, row->total};
    static const char *const keys[] = {"self_interval", "total_interval"};
    for (int i = kind == BY_LINE; i < 2; i++) {
        profile_interval(parts[i], profile->sample_count, &low, &high);
        cJSON_AddItemToObject(object, keys[i], cJSON_CreateDoubleArray((double[]){low, high}, 2));
    }
    return object;
}

cJSON *profile_json(const Profile *profile, const NameList *names) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "config", profile->config);
    cJSON_AddStringToObject(object, "sha256", profile->sha256);
    cJSON_AddNumberToObject(object, "rate", (double)profile->rate);
    cJSON_AddNumberToObject(object, "seconds", profile->seconds);
    cJSON_AddNumberToObject(object, "samples", (double)profile->sample_count);
    size_t in_handlers = 0;
    for (size_t i = 0; i < profile->sample_count; i++)
        in_handlers += profile->samples[i].helper == NO_NAME;
    double low, high;
    profile_interval(in_handlers, profile->sample_count, &low, &high);
    cJSON_AddNumberToObject(object, "in_handlers", (double)in_handlers);
    cJSON_AddItemToObject(object, "in_handlers_interval",
                          cJSON_CreateDoubleArray((double[]){low, high}, 2));
    cJSON *lost = cJSON_AddObjectToObject(object, "lost");
    cJSON_AddNumberToObject(lost, "late", (double)profile->lost_late);
    cJSON_AddNumberToObject(lost, "no_room", (double)profile->lost_full);
    cJSON_AddNumberToObject(object, "truncated", (double)profile->truncated);
    cJSON *unresolved = cJSON_AddObjectToObject(object, "unresolved");
    cJSON_AddNumberToObject(unresolved, "line", (double)profile->no_line);
    cJSON_AddNumberToObject(unresolved, "opcode", (double)profile->no_opcode);
    cJSON_AddNumberToObject(unresolved, "function", (double)profile->no_symbol);
    cJSON_AddNumberToObject(unresolved, "unwound", (double)profile->not_unwound);
    cJSON *found = cJSON_AddObjectToObject(object, "pc_found_by");
    cJSON_AddNumberToObject(found, "dwarf", (double)profile->pc_by_dwarf);
    cJSON_AddNumberToObject(found, "fetch_register", (double)profile->pc_by_register);
    cJSON_AddNumberToObject(found, "search", (double)profile->pc_by_search);
    if (profile->ended) cJSON_AddStringToObject(object, "ended", profile->ended);
    for (int kind = 0; kind < TABLE_COUNT; kind++) {
        Table table = profile_table(profile, names, (TableKind)kind);
        cJSON *rows = cJSON_AddArrayToObject(object, table_names[kind]);
        for (size_t i = 0; i < table.count; i++)
            cJSON_AddItemToArray(rows, row_json(profile, names, (TableKind)kind, &table.rows[i]));
        free(table.rows);
    }
    return object;
}
