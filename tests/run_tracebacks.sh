#!/bin/bash
# run_tracebacks.sh BINARY: every program of tests/tracebacks must print to standard error, and then to
# standard output, what stands in its .expected, and end with the status in its last line.
# run_tracebacks.sh --write PYTHON makes the .expected files.
# Paths are printed from the folder of the tests on.
cd "$(dirname "$0")/tracebacks" || exit 2
write=
if [ "$1" = --write ]; then
    write=1
    shift
    set -- "$1 -S -W ignore"
else
    case $1 in
    /*) ;;
    */*) set -- "$OLDPWD/$1" ;;
    esac
fi
failed=0
for program in [0-9]*.py; do
    name=${program%.py}
    # shellcheck disable=SC2086
    got=$({
        env -i PYTHONHASHSEED=0 timeout -k 2 20 $1 "$program" 2>&1 >/dev/null </dev/null
        env -i PYTHONHASHSEED=0 timeout -k 2 20 $1 "$program" 2>/dev/null </dev/null
        echo "status $?"
    } | sed "s|$PWD/||g")
    if [ -n "$write" ]; then
        printf '%s\n' "$got" >"$name.expected"
    elif [ "$got" != "$(<"$name.expected")" ]; then
        echo "FAIL tracebacks/$name"
        diff --text "$name.expected" <(printf '%s\n' "$got") | head -n 8 | sed 's/^/    /'
        failed=$((failed + 1))
    fi
done
[ -n "$write" ] || echo "tracebacks: $failed failed"
[ $failed -eq 0 ]
