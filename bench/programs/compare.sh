#!/bin/sh
# compare.sh TWINS [INTERPRETER...]: run every program under the interpreter (CPython 3.11 if none
# is named) and its C twin at small sizes and at the usual one; they must print the same.
twins=$1
shift
[ $# -gt 0 ] || set -- /usr/bin/python3.11 -S
here=$(dirname "$0")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
failed=0
for program in "$here"/*.py; do
    name=$(basename "$program" .py)
    for size in 1 2 3 5 8 ''; do
        status=0
        "$@" "$program" $size >"$scratch/program" 2>"$scratch/errors" || status=$?
        if [ $status -ne 0 ]; then
            echo "$name $size: exit status $status: $(tail -n 1 "$scratch/errors")"
        elif ! tail -n 1 "$scratch/errors" | grep -q '^seconds: [0-9]*\.[0-9]\{9\}$'; then
            status=1
            echo "$name $size: no 'seconds: ' line"
        elif ! "$twins/$name" $size >"$scratch/twin" 2>"$scratch/errors"; then
            status=1
            echo "$name $size: the twin failed: $(tail -n 1 "$scratch/errors")"
        elif ! cmp -s "$scratch/program" "$scratch/twin"; then
            status=1
            echo "$name $size: program (<) and twin (>) differ"
            diff "$scratch/program" "$scratch/twin" | head -n 6
        fi
        [ $status -eq 0 ] || failed=$((failed + 1))
    done
done
[ $failed -eq 0 ] && echo "programs and twins agree" || echo "$failed runs failed"
[ $failed -eq 0 ]
