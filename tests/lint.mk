.PHONY: lint

# Format, headers alone, warnings of both compilers, include directions, sizes: in seconds.
lint: $(gen)/opcodes.h $(gen)/handlers.h $(gen)/handlers-tos.h
	tests/lint.sh
