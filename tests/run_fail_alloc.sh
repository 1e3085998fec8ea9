#!/bin/sh
# run_fail_alloc.sh BINARY PROGRAMS...: runs each program with its k-th allocation failing, for every k, until
# the program has run to its end untouched many times in a row. A run may end well, or with status 1 and
# a message that names memory; any signal, any other end, any other output at status 0 is a failure.
set -u
binary=$1
shift
out=$(mktemp) && err=$(mktemp) || exit 2
trap 'rm -f "$out" "$err"' EXIT
failed=0 passed=0
for program; do
    expected=${program%.py}.expected k=0 untouched=0 here=0
    while [ $untouched -lt 100 ]; do
        k=$((k + 1))
        PYTHONHASHSEED=0 timeout 20 "$binary" -X fail-alloc=$k "$program" >"$out" 2>"$err" </dev/null
        status=$?
        if [ $status -eq 0 ] && cmp -s "$out" "$expected"; then
            untouched=$((untouched + 1))
        elif [ $status -eq 1 ] && grep -q 'MemoryError\|memory' "$err"; then
            untouched=0
        else
            untouched=0 here=$((here + 1))
            echo "FAIL $program: fail-alloc=$k: exit status $status: $(tail -n 1 "$err")"
            [ $here -lt 10 ] || break
        fi
    done
    if [ $here -eq 0 ]; then
        passed=$((passed + 1))
        echo "$program: $k runs"
    else
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
