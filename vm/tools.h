// `-m tokenize|ast|dis`.
#ifndef VM_TOOLS_H
#define VM_TOOLS_H

#include <stdbool.h>

bool tools_know(const char *module);
// Runs one of them on the arguments that follow its name; the exit status.
int tools_main(const char *module, int count, char **arguments);

#endif
