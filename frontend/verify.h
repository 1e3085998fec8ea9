// Proves that a Code cannot lead the machine astray: known opcodes, operands in range, jumps that
// land on instructions, one stack depth at every place and never below zero or above the declared,
// locals bound where they are read unchecked, and on the stack what handlers trust to be there.
#ifndef FRONTEND_VERIFY_H
#define FRONTEND_VERIFY_H

#include "frontend/code.h"

// Checks the code and all code objects among its constants. Answers false and says why in `reason`
// (of `size` bytes) if it is not sound. Allocates with malloc; without memory it answers false too.
bool verify_code(const Code *code, char *reason, size_t size);

#endif
