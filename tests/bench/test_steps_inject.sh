#!/bin/sh
# No-op injection: no-ops put into one step of one opcode make that cell grow by their number for each
# time they are passed, as the probe counts it, and no other cell at all.
# Each case makes two builds: one with the place for them and none there, and one with three.
# usage: test_steps_inject.sh STEPS SCRATCH_FOLDER PROGRAM CONFIG:STEP:OPCODE...   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
steps=$1
scratch=$2
program=$3
shift 3
mkdir -p "$scratch"
command -v valgrind >/dev/null || {
    echo "test_steps_inject: skipped: valgrind is not installed"
    exit 0
}

count=3
for case in "$@"; do
    config=${case%%:*}
    step=${case#*:}
    opcode=${step#*:}
    step=${step%%:*}
    rest=${config#*-}
    compiler=gcc
    case $config in *-clang*) compiler=clang-19 ;; esac
    builds=
    for number in 0 $count; do
        name=$config-inject.$step.nop.$number.$opcode
        "${MAKE:-make}" --no-print-directory DISPATCH="${config%%-*}" VALUE="${rest%%-*}" CC=$compiler \
            INJECT="$step:nop:$number:$opcode" "build/$name/sevenstep" >"$scratch/log" 2>&1 || cat "$scratch/log"
        builds="$builds $name=build/$name/sevenstep"
    done
    if "$steps" --quiet --json "$scratch/inject.json" $builds -- "$program" &&
        python3.11 - "$scratch/inject.json" "$step" "$opcode" $count <<'END'; then
import json, sys

rows = {'check': 'type_check'}
path, step, opcode, count = sys.argv[1:]
before, after = json.load(open(path))['programs'][0]['builds']
row, grown = rows.get(step, step), int(count) * after['injected']

def cells(build):
    found = {('all', name): number for name, number in build['rows'].items()}
    for item in build['opcodes']:
        found.update({(item['name'], name): number for name, number in item['rows'].items()})
    return found

first, second = cells(before), cells(after)
right = grown > 0 and before['injected'] == after['injected']
for cell in sorted(first.keys() | second.keys()):
    expected = first.get(cell, 0) + (grown if cell in (('all', row), (opcode, row)) else 0)
    if second.get(cell, 0) != expected:
        print('  %s, %s: %d, not %d' % (*cell, second.get(cell, 0), expected))
        right = False
sys.exit(not right)
END
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL test_steps_inject: $case"
    fi
done
checks_end
