.PHONY: lint format

# Format, headers alone, warnings of both compilers, include directions, sizes, the table of opcodes: in seconds.
lint: $(generated) $(gen)/frozen.h build/opgen
	tests/lint.sh

# Brings the C files that differ from the last commit into the pinned format; ALL=1 takes every file.
# Rules drawn across the page are cut to it first, or the formatter would wrap them; it needs two passes
# to be content with its own work.
format:
	git ls-files $(if $(ALL),,--modified --others --exclude-standard) '*.c' '*.h' > build/format-list
	xargs -r sed -i -E 's/^(\/\/ --- .{92}).*-$$/\1/' < build/format-list
	xargs -r clang-format -i < build/format-list && xargs -r clang-format -i < build/format-list

# The tables of vm/OPCODES.md, of vm/ops.def.
.PHONY: reference
reference: build/opgen
	sed '/^<!-- made of/q' vm/OPCODES.md > build/OPCODES.md
	build/opgen reference vm/ops.def >> build/OPCODES.md
	cp build/OPCODES.md vm/OPCODES.md
