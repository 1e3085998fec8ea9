#!/bin/sh
# Runs every wrong program of tests/errors/ and compares what it prints on standard error with what
# CPython 3.11 printed (NNN_name.expected, folders of file names left out). With --write PYTHON it
# makes the expected files again. Programs named in tests/errors/DIFFERENT need only fail in order.
#     tests/run_errors.sh build/sevenstep [tests/errors/001_name.py...]
set -u
cd "$(dirname "$0")/.." || exit 2

names_alone() { sed 's#\(File "\|file \)[^" ]*/#\1#; s#^[^ ]*/\([^/ ]*:[0-9]*: [A-Za-z]*Warning:\)#\1#'; }

if [ "$1" = --write ]; then
    for program in tests/errors/[0-9]*.py; do
        PYTHONHASHSEED=0 "$2" -S "$program" 2>&1 >/dev/null </dev/null | names_alone \
            >"${program%.py}.expected"
    done
    exit 0
fi

interpreter=$1
shift
[ $# -gt 0 ] || set -- tests/errors/[0-9]*.py
mkdir -p build/errors
total=0
different=0
known_count=0
for program; do
    total=$((total + 1))
    name=$(basename "$program" .py)
    timeout 60 "$interpreter" "$program" >/dev/null 2>"build/errors/$name.raw" </dev/null
    status=$?
    names_alone <"build/errors/$name.raw" >"build/errors/$name.actual"
    known=false
    grep -q "^$name:" tests/errors/DIFFERENT && known=true
    if [ $status -ne 1 ]; then
        echo "$program: exit status $status, expected 1"
        different=$((different + 1))
    elif $known; then
        known_count=$((known_count + 1))
    elif ! cmp -s "${program%.py}.expected" "build/errors/$name.actual"; then
        echo "$program: prints another error"
        diff "${program%.py}.expected" "build/errors/$name.actual" | cut -c1-200 | head -12
        different=$((different + 1))
    fi
done
echo "$total wrong programs, $different of them reported otherwise than by CPython," \
    "$known_count known to differ"
[ $different -eq 0 ]
