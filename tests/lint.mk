.PHONY: lint format

# Format, headers alone, warnings of both compilers, include directions, sizes: in seconds.
lint: $(gen)/opcodes.h $(gen)/handlers.h $(gen)/handlers-tos.h
	tests/lint.sh

# Brings the C files that differ from the last commit into the pinned format; ALL=1 takes every file.
format:
	git ls-files $(if $(ALL),,--modified --others --exclude-standard) '*.c' '*.h' | xargs -r clang-format -i
