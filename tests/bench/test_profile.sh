#!/bin/sh
# The profiler tells the truth about a program whose time is known, in every dispatch strategy; its
# files are whole; and what ends a program early, or goes too deep, is said and loses no sample.
# usage: test_profile.sh PROFILE CHECK AUDIT REPORT SCRATCH_FOLDER BINARY...    (from the root)
set -u
. "$(dirname "$0")/../check.sh"
profile=$1 check=$2 audit=$3 report=$4 scratch=$5
shift 5
here=$(dirname "$0")/profile
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

said() { grep -q -- "$1" "$scratch/log"; }
profiled() { # STATUS FOLDER ARGUMENTS...: runs the profiler, and is true if it ends with that status
    wanted=$1 folder=$scratch/$2
    shift 2
    "$profile" --out "$folder" "$@" > "$scratch/log" 2>&1
    [ $? = "$wanted" ] || { tail -3 "$scratch/log"; false; }
}
config() { basename "$(dirname "$1")" | sed 's/-profile$//'; }
one=$1

# --- the truth, by every binary -----------------------------------------------------------------------
check "profiles every build" profiled 0 split --rate 1997 "$@" -- "$here/split.py" 1
for binary in "$@"; do
    check "the known split in $(config "$binary")" "$check" split "$scratch/split" "$(config "$binary")"
done
check "prints what was lost" said 'samples in .* lost: [0-9]* late, [0-9]* without room; truncated: 0'
check "prints what is not resolved" said 'unresolved: [0-9]* line, [0-9]* opcode, [0-9]* running function; not unwound: [0-9]*'
check "whole files" "$check" files "$scratch/split" split
check "a flame graph with titles" grep -q '<title>first (split.py:[0-9]*), Python function: [0-9]* samples' \
    "$scratch/split/split-$(config "$one").svg"
check "a flame graph that ends" grep -q '^</svg>$' "$scratch/split/split-$(config "$one").svg"

check "several programs" profiled 0 each --each --json "$scratch/each.json" "$one" -- fib "$here/deep.py"
for program in fib deep; do
    check "a file of $program" [ -s "$scratch/each/$program.speedscope.json" ]
done
check "their figures where they are wanted" grep -q '"program":.*"fib"' "$scratch/each.json"

# --- ways to end ----------------------------------------------------------------------------------------
check "sys.exit" profiled 0 exit "$one" -- "$here/ends.py" exit
check "says the status of sys.exit" said 'ended with status 3'
check "samples of sys.exit" said ' work (ends.py:'
check "an exception" profiled 0 raise "$one" -- "$here/ends.py" raise
check "shows the traceback" said 'ValueError: so it ends'
check "samples of an exception" said ' work (ends.py:'
rm -rf "$scratch/stopped"
# Ctrl-C goes to the profiler and the program, which are a process group.
setsid "$profile" --out "$scratch/stopped" "$one" -- "$here/ends.py" forever > "$scratch/log" 2>&1 &
group=$!
tries=0
until grep -q begun "$scratch/stopped/"*.out 2> /dev/null || [ $tries -ge 300 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
sleep 0.3
kill -INT "-$group"
wait $group
check "Ctrl-C is told" [ $? = 130 ]
check "Ctrl-C loses no sample" said ' work (ends.py:'
check "Ctrl-C leaves whole files" "$check" files "$scratch/stopped" ends

# --- limits ---------------------------------------------------------------------------------------------
check "deep recursion" profiled 0 deep "$one" -- "$here/deep.py"
check "says what was truncated" said 'truncated: [1-9]'
check "names what was left out" grep -q '^(outer frames left out);' "$scratch/deep/deep-$(config "$one").folded"
check "a full buffer" profiled 0 full --buffer 1 --rate 19997 "$one" -- "$here/ends.py" exit
check "says what found no room" said 'lost: [0-9]* late, [1-9][0-9]* without room'
check "what is no profiled build is refused" profiled 2 none /bin/true -- "$here/ends.py" exit
check "and says what to do" said 'PROFILE=1'
check "a program that is not there" profiled 2 missing "$one" -- "$scratch/none.py"
check "says so" said "can't open file"
check "and that there is nothing to profile" said 'nothing to profile'
check "a rate that is none is refused" profiled 2 none --rate 0 "$one" -- "$here/ends.py" exit

setsid "$profile" --out "$scratch/ended" "$one" -- "$here/ends.py" forever > "$scratch/log" 2>&1 &
tool=$!
until grep -q begun "$scratch/ended/"*.out 2> /dev/null || [ $tries -ge 600 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
sleep 0.3
kill -TERM $tool
wait $tool
check "a kill is told" [ $? = 130 ]
check "a kill reaches the program" said 'the program was killed: Terminated'
check "a killed program keeps its samples" said ' work (ends.py:'

# --- in a report ----------------------------------------------------------------------------------------
result=$(ls -d results/*-quick | tail -1)
mkdir -p "$scratch/report"
cp "$result"/*.json "$result"/samples.jsonl "$scratch/report"
cp "$scratch/split/profile.json" "$scratch/report"
cp -R "$scratch/split" "$scratch/report/profile"
"$report" "$scratch/report" > "$scratch/log" 2>&1
check "a section of its own" grep -q "^## The profiler's view" "$scratch/report/report.md"
check "that leads to flame graphs" grep -q "href=.profile/split-$(config "$one").svg" "$scratch/report/report.html"

# --- the timed binary has nothing of it ------------------------------------------------------------------
audited() { # NAME STATUS: the audit of a profiled build under that name
    "$audit" "$1=$one" > "$scratch/log" 2>&1
    [ $? = "$2" ]
}
check "a profiled build under its own name passes the audit" audited "$(config "$one")-profile" 0
check "under the name of a timed build it fails" audited "$(config "$one")" 1
check "and the audit says why" said 'symbols of the profiler are in the timed binary'

checks_end
