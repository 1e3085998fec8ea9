#!/bin/sh
# run_strategy.sh MAKE: a new dispatch strategy is one file, a new representation one header, a program of
# one's own one file. In a copy of the tree, dispatch/goto.c and vm/values/tagged.h under other names build,
# pass language tests, stand among the configs, and are measured, counted and shown by `make report`.
set -u
make=$1
cd "$(dirname "$0")/.." || exit 2
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy" 2>/dev/null
cd "$copy" || exit 2
passed=0
failed=0
check() { # WHAT CONDITION...
    what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAIL strategy: $what"
    fi
}

sed 's/Token threading/Token threading once more/' dispatch/goto.c >dispatch/again.c
sed 's/VALUES_TAGGED/VALUES_MINE/' vm/values/tagged.h >vm/values/mine.h
cat >toy.py <<'END'
total = 0
for i in range(3000):
    total = total + i
print(total)
END

$make --no-print-directory DISPATCH=again VALUE=mine CC=gcc >build.log 2>&1
check "it builds" [ $? = 0 ]
$make --no-print-directory configs >configs
for config in again-mine-gcc again-tagged-clang goto-mine-gcc; do
    check "$config is in the matrix" grep -qx $config configs
done
check "it passes language tests" \
    tests/run_language.sh "$copy/build/again-mine-gcc/sevenstep" 001_print.py 140_generators.py

$make --no-print-directory report REPORT_DIR=result NAME=toy SEED=5 REPORT_CONFIGS=again-mine-gcc REPORT_LAYOUTS=1 \
    REPORT_ROUNDS=2 PROGRAMS=toy.py >>build.log 2>&1
check "it is reported" [ $? = 0 ]
check "with its times" grep -q '^| toy .*baseline' result/report.md
check "and its audit" grep -q '^| again-mine-gcc 1 layouts .*✓' result/report.md
check "and what it executes" grep -q '^| program .*boxes, mine' result/report.md
check "and its steps" grep -q again-mine-gcc result/steps.json
check "of the program" grep -q '"toy' result/steps.json
check "and its counts" grep -q again-mine-gcc result/counts.json
check "of the program, too" grep -q '"toy' result/counts.json

[ $failed = 0 ] || tail -n 15 build.log
echo "strategy: $passed passed, $failed failed"
[ $failed = 0 ]
