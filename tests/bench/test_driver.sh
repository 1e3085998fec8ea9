#!/bin/sh
# The driver loses no finished sample and runs none twice: Ctrl-C, kill -9, a torn line, a full disk;
# and a program that crashes, hangs, or prints differently stops its own row and no other.
# usage: test_driver.sh TOOLS_FOLDER SCRATCH_FOLDER
set -u
. "$(dirname "$0")/../check.sh"
tools=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2"
cd "$2" || exit 2

said() { grep -q -- "$1" log; }
samples() { if [ -f "$1/samples.jsonl" ]; then grep -c . "$1/samples.jsonl" || true; else echo 0; fi; }
some() { # FOLDER: until a few samples are there
    tries=0
    while [ "$(samples "$1")" -lt 3 ] && [ $tries -lt 300 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}
# Every (round, arm, layout, program) once.
once() {
    sed 's/^{\("round":[0-9]*,"arm":"[^"]*","layout":[0-9]*,"program":"[^"]*"\).*/\1/' \
        "$1/samples.jsonl" | sort | uniq -d | grep -q . && return 1
    return 0
}

# Two builds that are one shell script in two layouts: the "programs" are shell scripts as well.
for layout in 1 2; do
    mkdir -p build/goto-boxed-gcc/layout-$layout build/switch-boxed-gcc/layout-$layout
    for build in switch goto; do
        printf '#!/bin/sh\nBUILD=%s\n. "./$1"\n' $build >build/$build-boxed-gcc/layout-$layout/sevenstep
        chmod +x build/$build-boxed-gcc/layout-$layout/sevenstep
    done
done
echo 'echo 42; echo "seconds: 0.5" >&2' >good.sh
echo 'sleep 0.05; echo slow' >slow.sh
echo 'kill -SEGV $$' >crash.sh
echo 'echo "Oh no" >&2; exit 3' >wrong.sh
echo 'echo $BUILD' >differ.sh
echo 'echo x; exec >&- 2>&-; exec sleep 1000' >hang.sh
echo 'sleep 1000 & echo 1' >leave.sh
echo 'i=0; while [ $i -lt 20000 ]; do echo 0123456789; echo noise >&2; i=$((i + 1)); done' >loud.sh

begin() { # FOLDER ROUNDS PROGRAM...
    folder=$1
    rounds=$2
    shift 2
    mkdir "$folder"
    programs=
    for program in "$@"; do programs="$programs program=$program:$program.sh:"; done
    "$tools/manifest" out="$folder/manifest.json" rounds="$rounds" seed=7 timeout=5 ${counters:+counters=$counters} $programs \
        build=switch-boxed-gcc:build/switch-boxed-gcc/layout-1/sevenstep,build/switch-boxed-gcc/layout-2/sevenstep \
        build=goto-boxed-gcc:build/goto-boxed-gcc/layout-1/sevenstep,build/goto-boxed-gcc/layout-2/sevenstep
}

# --- a plain run ---
begin plain 4 good slow
"$tools/driver" plain 2>log
check "a plain run ends well" [ $? = 0 ]
check "a plain run has every sample" [ "$(samples plain)" = 16 ]
check "no sample twice" once plain
check "the seconds line is read" grep -q '"program":"good","seconds":0.5,"timed":"program"' plain/samples.jsonl
check "without it the process is timed" grep -q '"program":"slow","seconds":0.0[0-9]*,"timed":"process"' plain/samples.jsonl
check "layouts take turns" [ "$(grep -c '"layout":2' plain/samples.jsonl)" = 8 ]
check "one padding a round" [ "$(sed 's/.*"round":\([0-9]*\).*"padding":\([0-9]*\).*/\1 \2/' plain/samples.jsonl | sort -u | wc -l)" = 4 ]
cp plain/samples.jsonl before
"$tools/driver" plain 2>log
check "a finished run runs nothing again" cmp -s before plain/samples.jsonl
mkdir again
cp plain/manifest.json again
"$tools/driver" again 2>log
order() { sed 's/"seconds".*"order"/"order"/; s/,"started".*//' "$1/samples.jsonl"; }
order plain >a
order again >b
check "the seed gives the same order and padding" cmp -s a b

# --- counters: the kernel's own events, which need no hardware; and one that nobody has ---
counters=no-such-event
begin uncounted 1 good slow
"$tools/driver" uncounted 2>log && "$tools/report" uncounted
check "without counters all goes on" [ $? = 0 ]
check "the manifest says why there are none" \
    grep -q '"hardware_counters":.*"unavailable: perf_event_open of no-such-event: ' uncounted/manifest.json
check "and so does the report" grep -q '^unavailable: perf_event_open of no-such-event: ' uncounted/report.md
check "no sample has a number for it" sh -c "! grep -q counters uncounted/samples.jsonl"
counters=task-clock,page-faults
begin counted 2 good slow
counters=
if grep -q '"hardware_counters":.*"available' counted/manifest.json; then
    "$tools/driver" counted 2>log && "$tools/report" counted
    check "counting ends well" [ $? = 0 ]
    number='[1-9][0-9]*'
    check "every process is counted" [ "$(grep -c "\"counters\":{\"task-clock\":$number,\"page-faults\":$number,\"enabled\":$number,\"running\":$number}" \
        counted/samples.jsonl)" = 8 ]
    check "the report compares builds by them" grep -q '^| goto-boxed-gcc | [0-9.]* .*| [0-9.]* ' counted/report.md
    check "and shows what it compared" grep -q '^### page-faults of a process' counted/report.md
    check "and how many it has" grep -q '0 of 8 samples have no counts;' counted/report.md
    sed -i '1s/"counters":{[^}]*},//' counted/samples.jsonl
    "$tools/report" counted
    check "a sample without counts is told, not counted as nothing" grep -q '1 of 8 samples have no counts and' counted/report.md
else
    echo "test_driver: counters of the kernel: $(sed -n 's/.*"hardware_counters":[^"]*//p' counted/manifest.json)"
fi

# --- Ctrl-C ---
begin stopped 20 slow
"$tools/driver" stopped 2>log &
driver=$!
some stopped
kill -INT $driver
wait $driver
check "Ctrl-C ends with its own status" [ $? = 130 ]
check "Ctrl-C says what is kept" said 'all kept'
kept=$(samples stopped)
check "Ctrl-C keeps samples" [ "$kept" -gt 0 ]
cp stopped/samples.jsonl before
"$tools/driver" stopped 2>log
check "the same command goes on" [ $? = 0 ]
check "and completes" [ "$(samples stopped)" = 40 ]
check "and runs nothing twice" once stopped
check "and keeps what was there" sh -c "head -n $kept stopped/samples.jsonl | cmp -s - before"

# --- kill -9 ---
begin killed 20 slow
"$tools/driver" killed 2>log &
driver=$!
some killed
kill -9 $driver
wait $driver 2>/dev/null
kept=$(samples killed)
check "kill -9 keeps samples" [ "$kept" -gt 0 ]
"$tools/driver" killed 2>log
check "after kill -9 the command goes on" [ $? = 0 ]
check "and completes" [ "$(samples killed)" = 40 ]
check "without a double" once killed

# --- a torn last line, and damage in the middle ---
begin torn 2 good
"$tools/driver" torn 2>log
size=$(wc -c <torn/samples.jsonl)
head -c $((size - 40)) torn/samples.jsonl >part
cp part torn/samples.jsonl
"$tools/driver" torn 2>log
check "a torn line is repaired" [ $? = 0 ]
check "and said" said 'was torn'
check "and run again" [ "$(samples torn)" = 4 ]
check "once" once torn
printf '\0\0\0\0\0\0' >>torn/samples.jsonl
"$tools/driver" torn 2>log
check "zeros at the end are a torn line" [ $? = 0 ]
sed -i '2s/.*/rubbish/' torn/samples.jsonl
"$tools/driver" torn 2>log
check "damage before good samples is refused" [ $? = 2 ]
check "with its line" said 'line 2 is not a sample'

# --- a full disk (a limit on the size of files ends a write in the same way) ---
begin full 40 good
(
    ulimit -f 8
    exec "$tools/driver" full
) 2>log
check "a full disk ends with its own status" [ $? = 3 ]
check "and says what to do" said 'make room and run the same command'
kept=$(samples full)
check "and keeps what was finished" [ "$kept" -gt 5 ]
check "in whole lines" [ "$(tail -c 1 full/samples.jsonl | od -An -c | tr -d ' ')" = '\n' ]
"$tools/driver" full 2>log
check "with room it goes on" [ $? = 0 ]
check "to the end" [ "$(samples full)" = 80 ]
check "once each" once full

# --- rows that stop ---
begin rows 2 good crash wrong differ hang loud leave
"$tools/driver" rows 2>log
check "failed rows give status 1" [ $? = 1 ]
check "a crash is named" said 'FAILED crash: .*killed by signal 11'
check "a wrong answer is named with its message" said 'FAILED wrong: .*exit status 3: Oh no'
check "a difference is named" said 'FAILED differ: .*prints differently from'
check "a hang is ended and named" said 'FAILED hang: .*no end after 5 s'
check "the others finish" [ "$(grep -c '"program":"good"' rows/samples.jsonl)" = 4 ]
check "a loud program does not block" [ "$(grep -c '"program":"loud"' rows/samples.jsonl)" = 4 ]
check "what a program leaves behind does not hold us up" [ "$(grep -c '"program":"leave"' rows/samples.jsonl)" = 4 ]
check "a stopped row runs no more" [ "$(grep -c '"program":"hang"' rows/samples.jsonl)" = 1 ]
"$tools/driver" rows 2>log
check "a stopped row stays stopped" [ $? = 1 ]
"$tools/report" rows 2>log
check "its report ends non-zero too" [ $? = 1 ]
check "and tells the reason" grep -q 'crash: stopped: .*signal 11' rows/report.md
check "in both forms" grep -q 'crash: stopped: .*signal 11' rows/report.html

# --- input that is not ours ---
echo '{"round":0,"arm":"nobody","layout":1,"program":"good"}' >>plain/samples.jsonl
"$tools/driver" plain 2>log
check "samples of another manifest are refused" [ $? = 2 ]
echo '# changed' >>build/goto-boxed-gcc/layout-2/sevenstep
"$tools/driver" again 2>log
check "another binary is refused" [ $? = 2 ]
check "by name" said 'is not the binary'
for text in '' '{' '[]' '{"schedule":{"rounds":-1}}' '{"schedule":{"rounds":1e300},"arms":7}' \
    '{"schedule":{"rounds":1,"padding":0},"programs":[{}],"arms":[{"role":"x"}]}' \
    '{"schedule":{"rounds":1,"padding":0},"programs":[7],"arms":[{"role":"build","layouts":[{}]}]}'; do
    mkdir -p odd
    echo "$text" >odd/manifest.json
    "$tools/driver" odd 2>log
    check "a manifest like $text is refused" [ $? = 2 ]
    "$tools/report" odd 2>log
    check "by the report as well: $text" [ $? = 2 ]
done
"$tools/driver" nowhere 2>log
check "a missing folder is named" said 'nowhere/manifest.json'
"$tools/report" stopped && cp stopped/report.md before && "$tools/report" stopped
check "a report is made again to the byte" cmp -s before stopped/report.md

checks_end
