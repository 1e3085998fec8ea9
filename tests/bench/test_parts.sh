#!/bin/sh
# The parts of a report: each is run once, goes on after a stop, and fails alone. A script stands in for make.
# usage: test_parts.sh SCRATCH_FOLDER   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
scratch=$1
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

# What a goal does stands in a file of its name; without one it writes its figures.
cat >"$scratch/make" <<'END'
#!/bin/sh
here=${0%/*}
folder=
goals=
status=0
for word in "$@"; do
    case $word in RESULT=*) folder=${word#RESULT=} ;; -* | *=*) ;; *) goals="$goals $word" ;; esac
done
[ -n "$folder" ] || exit 0 # something is to be built
for goal in $goals; do
    name=$goal
    [ "$goal" != inject ] || name=injection
    [ "$goal" != frontend-speed ] || name=frontend
    echo "$goal: $*" >>"$here/calls"
    if [ ! -f "$here/$goal.sh" ] || (. "$here/$goal.sh"); then
        [ -f "$here/nothing" ] || echo '{"figures": []}' >"$folder/$name.json"
    else
        echo "make: *** [$goal] Error $?" >&2
        status=2
    fi
done
exit $status
END
chmod +x "$scratch/make"
echo '{ "schedule": { "rounds": 5, "seed":	71 }, "arms": [] }' >"$scratch/manifest.json"
parts() { # FULL
    REPORT_CONFIGS="switch-boxed-gcc goto-boxed-gcc direct-boxed-gcc table-boxed-gcc goto-tagged-gcc goto-tagged-clang" \
        FULL="$1" MAKE="$scratch/make" PROGRAMS="a.py b.py" sh bench/report_parts.sh "$scratch" >"$scratch/log" 2>&1
}
calls() { grep -c "^$1: " "$scratch/calls"; }

parts ''
check "parts that work end well" [ $? = 0 ]
check "each writes its figures" [ -s "$scratch/steps.json" ]
check "into the folder" [ -s "$scratch/counts.json" ]
check "with the programs asked for, and the seed of the report" grep -q 'PROGRAMS=a.py b.py SEED=71' "$scratch/calls"
check "of the builds of the brief, of one compiler" \
    grep -q 'CONFIGS=switch-boxed-gcc goto-boxed-gcc direct-boxed-gcc goto-tagged-gcc PROGRAMS' "$scratch/calls"
check "in sight" grep -q 'steps and counts, about [0-9]* s left' "$scratch/log"
check "the exact ones at the same time" grep -q '^steps: .* steps counts ' "$scratch/calls"
parts ''
check "what is there is not run again" [ "$(calls steps)" = 1 ]

rm "$scratch/steps.json" "$scratch/counts.json"
echo 'echo "steps: no \"sense\" in a.py" >&2; exit 1' >"$scratch/steps.sh"
parts ''
check "a part that fails ends it non-zero" [ $? = 1 ]
check "the others go on" [ "$(calls counts)" = 2 ]
check "its reason is kept" grep -qF '{"failed": "make steps: steps: no \"sense\" in a.py"}' "$scratch/steps.json"
rm "$scratch/steps.sh"
parts ''
check "and it is run again" [ "$(calls steps)" = 3 ]
check "with its figures in the end" grep -q figures "$scratch/steps.json"

rm "$scratch/steps.json" "$scratch/counts.json"
echo 'exit 130' >"$scratch/steps.sh"
parts 1
check "Ctrl-C has its own status" [ $? = 130 ]
check "nothing after it is run" [ "$(calls ladder)" = 0 ]
check "and it leaves no file" [ ! -e "$scratch/steps.json" ]
echo 'exit 3' >"$scratch/steps.sh"
parts ''
check "a full disk has its own status" [ $? = 3 ]
check "and says what to do" grep -q 'run the same command' "$scratch/log"
check "and leaves no file" [ ! -e "$scratch/steps.json" ]
rm -f "$scratch/steps.sh" "$scratch/steps.json"
touch "$scratch/nothing"
parts ''
check "a part that writes nothing has failed" [ $? = 1 ]
rm "$scratch/nothing"

parts 1
check "a full report has more parts" [ $? = 0 ]
for part in steps counts ladder injection micro whole profile frontend aa; do
    check "such as $part" [ -s "$scratch/$part.json" ]
done
check "one after the other" grep -q "^inject: --no-print-directory -k inject RESULT" "$scratch/calls"
check "each once" [ "$(calls aa)" = 1 ]

# A program that would take callgrind hours.
rm "$scratch/steps.json"
for config in switch-boxed-gcc goto-boxed-gcc; do
    echo '{"round":0,"arm":"'$config'","layout":1,"program":"b","seconds":20.5,"timed":"program","wall":21.5,"user":1}'
done >"$scratch/samples.jsonl"
parts ''
check "a slow program does not keep the report for hours" grep -q '^{"skipped": "it would take about 43 minutes' "$scratch/steps.json"
rm "$scratch/steps.json"
sed -i 's/"wall":21.5/"wall":1.5/' "$scratch/samples.jsonl"
parts ''
check "a fast one is counted" grep -q figures "$scratch/steps.json"

checks_end
