// words: write a text of n words, take it apart again and count. Words are slices of the lowered
// text; a table is an open hash of them, grown by doubling.
#include "bench/native/twin.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const char *const ONSETS[] = {"b", "ch", "d",  "f", "gr", "k",  "l", "m",
                                     "n", "p",  "qu", "r", "s",  "st", "t", "v"};
static const char *const VOWELS[] = {"a", "e", "i", "o", "u", "ai", "ee", "ou"};
static const char *const CODAS[] = {"", "", "", "n", "r", "s", "l", "nd"};

typedef struct {
    char *characters;
    size_t length, capacity;
} Text;

typedef struct {
    const char *word;
    size_t length;
    uint64_t hash;
    long count;
} Entry;

typedef struct {
    Entry *entries; // count 0 is an empty place
    size_t used, capacity;
} Table;

typedef struct {
    Text text;
    Table counts;
    Table initials[256];
    long sentences;
} Analysis;

static void text_append(Text *text, const char *characters) {
    size_t length = strlen(characters);
    if (text->length + length + 1 > text->capacity) {
        text->capacity = 2 * (text->length + length + 1);
        text->characters = twin_allocate(text->characters, text->capacity);
    }
    memcpy(text->characters + text->length, characters, length + 1);
    text->length += length;
}

static Text make_word(Random *random) {
    Text word = {NULL, 0, 0};
    long syllables = 1 + random_below(random, 3);
    for (long i = 0; i < syllables; i++) {
        text_append(&word, ONSETS[random_below(random, 16)]);
        text_append(&word, VOWELS[random_below(random, 8)]);
        text_append(&word, CODAS[random_below(random, 8)]);
    }
    return word;
}

static Text make_text(long size, Random *random) {
    long vocabulary_count = 200 + size / 50;
    Text *vocabulary = twin_allocate(NULL, (size_t)vocabulary_count * sizeof(Text));
    for (long i = 0; i < vocabulary_count; i++) vocabulary[i] = make_word(random);
    Text text = {NULL, 0, 0};
    bool capital = true;
    for (long i = 0; i < size; i++) {
        long reach = 1 + random_below(random, vocabulary_count);
        const Text *word = &vocabulary[random_below(random, reach)];
        if (i > 0) text_append(&text, i % 12 ? " " : "\n");
        size_t start = text.length;
        text_append(&text, word->characters);
        if (capital) text.characters[start] = (char)toupper(text.characters[start]);
        capital = random_below(random, 9) == 0;
        if (capital) {
            const char mark[2] = {".?!"[random_below(random, 3)], 0};
            text_append(&text, mark);
        } else if (random_below(random, 7) == 0) {
            text_append(&text, ",");
        }
    }
    if (size % 12 == 0) text_append(&text, "\n");
    for (long i = 0; i < vocabulary_count; i++) free(vocabulary[i].characters);
    free(vocabulary);
    return text;
}

static uint64_t hash_word(const char *word, size_t length) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)word[i]) * 1099511628211u;
    return hash;
}

static Entry *table_find(const Table *table, const char *word, size_t length, uint64_t hash) {
    size_t i = hash & (table->capacity - 1);
    for (;; i = (i + 1) & (table->capacity - 1)) {
        Entry *entry = &table->entries[i];
        if (entry->count == 0) return entry;
        if (entry->hash == hash && entry->length == length &&
            memcmp(entry->word, word, length) == 0) {
            return entry;
        }
    }
}

static void table_grow(Table *table) {
    Table old = *table;
    table->capacity = old.capacity ? 2 * old.capacity : 8;
    table->entries = twin_allocate(NULL, table->capacity * sizeof(Entry));
    memset(table->entries, 0, table->capacity * sizeof(Entry));
    for (size_t i = 0; i < old.capacity; i++) {
        const Entry *entry = &old.entries[i];
        if (entry->count) *table_find(table, entry->word, entry->length, entry->hash) = *entry;
    }
    free(old.entries);
}

static void table_count(Table *table, const char *word, size_t length, uint64_t hash) {
    if (3 * (table->used + 1) > 2 * table->capacity) table_grow(table);
    Entry *entry = table_find(table, word, length, hash);
    if (entry->count == 0) {
        *entry = (Entry){word, length, hash, 0};
        table->used++;
    }
    entry->count++;
}

static void analyse(Analysis *analysis) {
    char *at = analysis->text.characters;
    for (;;) {
        while (isspace((unsigned char)*at)) at++;
        if (!*at) break;
        char *word = at;
        while (*at && !isspace((unsigned char)*at)) {
            *at = (char)tolower((unsigned char)*at);
            at++;
        }
        size_t length = (size_t)(at - word);
        if (strchr(".?!", word[length - 1])) analysis->sentences++;
        while (strchr(".,?!", word[length - 1])) length--;
        uint64_t hash = hash_word(word, length);
        table_count(&analysis->counts, word, length, hash);
        table_count(&analysis->initials[(unsigned char)word[0]], word, length, hash);
    }
}

static Analysis run(long size) {
    Random random = {7};
    Analysis analysis = {.text = make_text(size, &random)};
    analyse(&analysis);
    return analysis;
}

static void free_analysis(Analysis *analysis) {
    free(analysis->text.characters);
    free(analysis->counts.entries);
    for (int letter = 0; letter < 256; letter++) free(analysis->initials[letter].entries);
}

static int compare_words(const Entry *a, const Entry *b) {
    size_t length = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->word, b->word, length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

// Frequent words first, words of one count by the alphabet; empty places last.
static int compare_entries(const void *left, const void *right) {
    const Entry *a = left, *b = right;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return a->count ? compare_words(a, b) : 0;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 220000);
    Analysis analysis = run(20);
    free_analysis(&analysis);
    int64_t start = twin_clock(&size);
    analysis = run(size);
    int64_t end = twin_clock(&analysis);
    Table *counts = &analysis.counts;
    printf("%zu characters, %ld words, %zu different, %ld sentences\n", analysis.text.length, size,
           counts->used, analysis.sentences);
    qsort(counts->entries, counts->capacity, sizeof(Entry), compare_entries);
    for (size_t i = 0; i < counts->used && i < 10; i++) {
        const Entry *entry = &counts->entries[i];
        printf("%6ld %.*s\n", entry->count, (int)entry->length, entry->word);
    }
    const char *space = "";
    for (int letter = 0; letter < 256; letter++) {
        if (!analysis.initials[letter].used) continue;
        printf("%s%c:%zu", space, letter, analysis.initials[letter].used);
        space = " ";
    }
    printf("\n");
    free_analysis(&analysis);
    twin_report(end - start);
}
