#!/bin/sh
# run_reproducible.sh MAKE: the same tree in two folders gives the same binary, to the byte.
set -u
make=$1
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
for name in here elsewhere/deeper; do
    mkdir -p "$work/$name"
    git ls-files -z | xargs -0 cp --parents -t "$work/$name" 2>/dev/null
    (cd "$work/$name" && $make --no-print-directory >build.log 2>&1) || {
        tail -n 5 "$work/$name/build.log"
        echo "0 passed, 1 failed"
        exit 1
    }
done
one=$(sha256sum <"$work/here/build/goto-tagged-gcc/sevenstep")
other=$(sha256sum <"$work/elsewhere/deeper/build/goto-tagged-gcc/sevenstep")
if [ "$one" = "$other" ]; then
    echo "1 passed, 0 failed"
else
    echo "FAIL the binaries of two folders differ: $one $other"
    echo "0 passed, 1 failed"
    exit 1
fi
