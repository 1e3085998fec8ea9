// libedit is loaded when the first line is edited: programs that never ask for one do not pay for
// it at their start, and where it is missing lines are read plainly.
#include "vm/prompt_edit.h"

#if __has_include(<histedit.h>)

#include <dlfcn.h>
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FUNCTION(name) static __typeof__(&name) p_##name
FUNCTION(el_init);
FUNCTION(el_end);
FUNCTION(el_set);
FUNCTION(el_gets);
FUNCTION(el_source);
FUNCTION(history_init);
FUNCTION(history_end);
FUNCTION(history);
#undef FUNCTION

static bool load(void) {
    void *library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
#define FUNCTION(name) p_##name = (__typeof__(p_##name))dlsym(library, #name)
    FUNCTION(el_init);
    FUNCTION(el_end);
    FUNCTION(el_set);
    FUNCTION(el_gets);
    FUNCTION(el_source);
    FUNCTION(history_init);
    FUNCTION(history_end);
    FUNCTION(history);
#undef FUNCTION
    return p_el_init && p_el_end && p_el_set && p_el_gets && p_el_source && p_history_init &&
           p_history_end && p_history;
}

static EditLine *editor;
static History *lines;
static const char *shown_prompt;
static bool (*stop_reading)(void);
static bool was_stopped;

static char *get_prompt(EditLine *line) {
    (void)line;
    return (char *)shown_prompt;
}

// The rest of a UTF-8 character, by its first byte.
static int rest_of(unsigned char lead, wchar_t *character) {
    int rest = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    *character = rest ? lead & (0x3f >> rest) : lead;
    return rest;
}

// libedit would wait on after a signal; here it ends the line if `stop_reading` says so.
static int get_character(EditLine *line, wchar_t *character) {
    (void)line;
    int rest = -1;
    while (rest) {
        unsigned char byte;
        ssize_t got = read(STDIN_FILENO, &byte, 1);
        if (got < 0 && errno == EINTR) {
            if (!stop_reading()) continue;
            was_stopped = true;
        }
        if (got <= 0) return (int)got;
        if (rest < 0) {
            rest = rest_of(byte, character);
        } else {
            *character = *character << 6 | (byte & 0x3f);
            rest--;
        }
    }
    return 1;
}

static bool history_path(char *path, size_t room) {
    const char *home = getenv("HOME");
    return home && *home && snprintf(path, room, "%s/.sevenstep_history", home) < (int)room;
}

bool edit_start(void) {
    static bool tried;
    if (tried) return editor != NULL;
    tried = true;
    if (!load()) return false;
    setlocale(LC_CTYPE, "C.UTF-8");
    editor = p_el_init("sevenstep", stdin, stdout, stderr);
    lines = p_history_init();
    if (!editor || !lines) return editor = NULL, false;
    HistEvent event;
    char path[4096];
    p_history(lines, &event, H_SETSIZE, 1000);
    p_history(lines, &event, H_SETUNIQUE, 1);
    if (history_path(path, sizeof path)) p_history(lines, &event, H_LOAD, path);
    p_el_set(editor, EL_PROMPT, get_prompt);
    p_el_set(editor, EL_EDITOR, "emacs");
    p_el_set(editor, EL_HIST, p_history, lines);
    p_el_set(editor, EL_SIGNAL, 0);
    p_el_set(editor, EL_GETCFN, get_character);
    p_el_source(editor, NULL);
    return true;
}

const char *edit_line(const char *prompt, bool (*stop)(void), size_t *size, bool *stopped) {
    int count = 0;
    shown_prompt = prompt;
    stop_reading = stop;
    was_stopped = false;
    const char *line = p_el_gets(editor, &count);
    *stopped = was_stopped;
    if (was_stopped || !line || count <= 0) return NULL;
    *size = (size_t)count;
    return line;
}

void edit_remember(const char *line) {
    HistEvent event;
    p_history(lines, &event, H_ENTER, line);
}

void edit_end(void) {
    HistEvent event;
    char path[4096];
    if (!editor) return;
    if (history_path(path, sizeof path)) p_history(lines, &event, H_SAVE, path);
    p_history_end(lines);
    p_el_end(editor);
    editor = NULL;
}

#else

bool edit_start(void) {
    return false;
}
const char *edit_line(const char *prompt, bool (*stop)(void), size_t *size, bool *stopped) {
    (void)prompt, (void)stop, (void)size, (void)stopped;
    return NULL;
}
void edit_remember(const char *line) {
    (void)line;
}
void edit_end(void) {}

#endif
