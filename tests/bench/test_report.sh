#!/bin/sh
# `make report` from end to end, with two builds in one layout and programs of our own: one that runs,
# one that fails, one that prints where it is (and so differs between builds on purpose).
# usage: test_report.sh SCRATCH_FOLDER   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
scratch=$1
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

report() {
    "${MAKE:-make}" --no-print-directory report REPORT_DIR="$result" NAME=test SEED=5 \
        REPORT_CONFIGS="switch-boxed-gcc goto-tagged-gcc" REPORT_LAYOUTS=1 REPORT_ROUNDS=2 \
        PROGRAMS="$*" >"$scratch/log" 2>&1
}

echo 'print(sum(range(1000)))' >"$scratch/mine.py"
echo 'import sys; sys.exit("not today")' >"$scratch/fails.py"
echo 'import sys; print(sys.argv[0], sys.version)' >"$scratch/differs.py"
result=$scratch/result

report "$scratch/missing.py"
check "a missing program is named" grep -q 'no program .*missing.py' "$scratch/log"
check "and leaves no folder" [ ! -e "$result" ]

report "$scratch/mine.py" "$scratch/fails.py" "$scratch/differs.py"
check "failed rows end it non-zero" [ $? != 0 ]
for file in manifest.json samples.jsonl audit.json report.md report.html; do
    check "$file is written" [ -s "$result/$file" ]
done
check "the failure is told" grep -q 'fails: stopped: .*not today' "$result/report.md"
check "the difference is told" grep -q 'differs: stopped: .*prints differently' "$result/report.md"
check "the sound row has its figures" grep -q '^| mine ' "$result/report.md"
check "one layout gets no verdict" grep -q '^| mine .*no verdict' "$result/report.md"
check "whole processes are said to be so" grep -q 'mine prints no `seconds: ` line' "$result/report.md"
check "what is executed is counted" grep -q '^## What the programs execute' "$result/report.md"
check "start-up is shown" grep -q '^## Start-up' "$result/report.md"
check "both builds are audited" [ "$(grep -c '"sha256"' "$result/audit.json")" -ge 2 ]
check "no folder of this machine is named" sh -c "! grep -q \"$PWD\" $result/*"
cp "$result/report.md" "$scratch/before"
report "$scratch/mine.py"
check "a finished result is refused" grep -q 'is finished' "$scratch/log"
check "and left alone" cmp -s "$scratch/before" "$result/report.md"

# A full disk (a limit on the size of files ends a write in the same way).
cp "$result/report.html" "$scratch/before"
(
    trap '' XFSZ
    ulimit -f 8
    exec build/bench/report "$result"
) 2>"$scratch/full"
check "a full disk has its own status" [ $? = 3 ]
check "says what to do" grep -q 'make room' "$scratch/full"
check "spares the report that was there" cmp -s "$scratch/before" "$result/report.html"
check "and leaves no part of another" [ -z "$(find "$result" -name '*.part')" ]

# Tools that a PATH hides: their parts are left out by name, and the rest is there.
hidden=$PWD/$scratch/path
mkdir "$hidden"
for tools in $(echo "$PATH" | tr : ' '); do
    case $tools in *ccache*) ;; *) find "$tools/" -maxdepth 1 ! -type d -exec ln -s -t "$hidden" {} + 2>/dev/null ;; esac
done
for tool in gnuplot valgrind callgrind hyperfine chromium lua; do rm -f "$hidden/$tool"*; done
result=$scratch/bare
PATH=$hidden report "$scratch/mine.py"
check "without valgrind and gnuplot it ends well" [ $? = 0 ]
check "and misses the plots by name" grep -q 'Plots are left out: gnuplot is missing' "$result/report.md"
check "and the steps" grep -q '^- steps: not run: .*valgrind' "$result/report.md"
check "and keeps the rest" grep -q '^| mine ' "$result/report.md"
check "counters are named where they are not" \
    grep -Eq '"hardware_counters":.*"(unavailable: perf_event_open of |available)' "$result/manifest.json"

checks_end
