#!/bin/bash
# make_expected.sh [FILES...]: write what CPython 3.11 prints beside each language test: .expected,
# and where the exit status is not 0, .exit and .stderr (the last line). Refuses output that changes
# from run to run.
cd "$(dirname "$0")/language" || exit 2
oracle=${PYTHON:-/usr/bin/python3.11}
files=("$@")
[ $# -gt 0 ] || files=([0-9]*.py)
got=$(mktemp -d) || exit 2
trap 'rm -rf "$got"' EXIT
failed=0
for file in "${files[@]}"; do
    name=$(basename "$file" .py)
    run() { env -i PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 timeout 20 "$oracle" -S -W ignore "$name.py" \
        >"$1" 2>"$got/err" </dev/null; }
    run "$got/out"
    status=$?
    run "$got/again"
    if ! cmp -s "$got/out" "$got/again" || grep -aqE ' at 0x[0-9a-f]+>' "$got/out"; then
        [ -f "$name.ours" ] && continue # nothing of CPython's to keep
        echo "$name: prints something else at every run" >&2
        failed=1
        continue
    fi
    if [ $status -ge 124 ]; then
        echo "$name: exit status $status" >&2
        failed=1
    fi
    cmp -s "$got/out" "$name.expected" || cp "$got/out" "$name.expected"
    rm -f "$name.exit" "$name.stderr"
    if [ $status -ne 0 ]; then
        echo $status >"$name.exit"
        tail -n 1 "$got/err" >"$name.stderr"
    fi
done
exit $failed
