// Editing a line on the terminal, by libedit where it is installed.
#ifndef VM_PROMPT_EDIT_H
#define VM_PROMPT_EDIT_H

#include <stdbool.h>
#include <stddef.h>

// Loads the library and the history of earlier sessions. False: lines have to be read plainly.
bool edit_start(void);
// The next line, newline included; valid until the next call. NULL at the end of the input, or when
// a signal came that `stop` says ends the reading (*stopped is then true).
const char *edit_line(const char *prompt, bool (*stop)(void), size_t *size, bool *stopped);
void edit_remember(const char *line); // adds a line to the history
void edit_end(void);                  // writes the history, gives the terminal back

#endif
