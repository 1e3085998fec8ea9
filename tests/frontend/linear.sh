#!/bin/sh
# Whether compiling is linear: each source of bench/frontend_shapes.def at 100 times its size may take 120 times the
# machine instructions, which valgrind counts, so that a busy machine does no harm. What a process takes before it
# compiles anything is subtracted.
# usage: linear.sh FRONTEND_WORK [SHAPE...]   (from the root)
set -u
most=120

instructions() { # WORDS...
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        sed -n 's/.*I *refs: *//p' | tr -d ,
}

# One shape, called by xargs below: prints its name and how many times the instructions its hundredfold takes.
if [ "$1" = --growth ]; then
    echo "$4 $(instructions "$2" shape "$4" 1) $(instructions "$2" shape "$4" 100)" |
        awk -v start="$3" '{ printf "%s %.1f\n", $1, ($2 - start > 0 ? ($3 - start) / ($2 - start) : -1) }'
    exit
fi

. "$(dirname "$0")/../check.sh"
work=$1
shift
start=$(instructions "$work" shapes)
check "valgrind counts" [ "${start:-0}" -gt 0 ]
for line in $(printf '%s\n' ${*:-$("$work" shapes)} | xargs -P "$(nproc)" -n 1 "$0" --growth "$work" "$start" | tr ' ' :); do
    times=${line#*:}
    check "${line%:*}: 100 times the source takes $times times the instructions" \
        [ "$(echo "$times" | awk '{ print ($1 > 0 && $1 <= '$most') }')" = 1 ]
done
checks_end
