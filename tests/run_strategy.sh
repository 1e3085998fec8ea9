#!/bin/sh
# run_strategy.sh MAKE: a new dispatch strategy is one file. In a copy of the tree, dispatch/goto.c under another
# name builds, passes language tests, and appears among the configs.
set -u
make=$1
cd "$(dirname "$0")/.." || exit 2
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$copy" 2>/dev/null
cd "$copy" || exit 2
sed 's/Token threading/Token threading once more/' dispatch/goto.c >dispatch/again.c
if $make --no-print-directory DISPATCH=again VALUE=tagged CC=gcc >build.log 2>&1 &&
    $make --no-print-directory configs | grep -qx again-tagged-gcc &&
    tests/run_language.sh "$copy/build/again-tagged-gcc/sevenstep" 001_print.py 140_generators.py; then
    exit 0
fi
tail -n 5 build.log
echo "0 passed, 1 failed"
exit 1
