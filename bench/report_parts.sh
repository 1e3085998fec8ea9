#!/bin/sh
# The parts of a report beside its timed schedule. Each is a goal that, called with RESULT=FOLDER, writes
# FOLDER/NAME.json, whole or not at all. A part whose file is there is not run again; one that fails leaves
# its reason there, and the others go on. Ends with the status of the worst: 3 for a full disk, 130 for
# Ctrl-C, both at once; 1 when a part failed. Never called while samples are taken.
# usage: report_parts.sh FOLDER   (environment: REPORT_CONFIGS PROGRAMS FULL MAKE)
set -u
folder=$1
log=$(mktemp) || exit 2
trap 'rm -f "$log" "$log.status"' EXIT
trap 'exit 130' INT TERM

say() { echo "report: $*" >&2; }

# NAME:GOAL:SECONDS, about what a part takes for all programs of bench/programs/ on two processors. Exact counts
# do not mind a load, so those parts run at the same time; the others have the machine to themselves.
exact="steps:steps:30 counts:counts:10"
timed=
[ -z "$FULL" ] || timed="ladder:ladder:180 injection:inject:150 micro:micro:70 whole:whole:100
    profile:profile:40 frontend:frontend-speed:100 aa:aa:5"

# The builds of the brief and the tail calls, of one compiler; all builds of a report that has none of them.
compiler=$(echo "$REPORT_CONFIGS" | tr ' ' '\n' | cut -d - -f 3 | head -n 1)
configs=
for config in $REPORT_CONFIGS; do
    case $config in
    switch-boxed-"$compiler" | goto-boxed-"$compiler" | direct-boxed-"$compiler" | \
        goto-tagged-"$compiler" | tail-tagged-"$compiler") configs="$configs $config" ;;
    esac
done
[ "$(echo $configs | wc -w)" -ge 4 ] || configs=$REPORT_CONFIGS
configs=${configs# }

left() { # the seconds of all parts that are still to run, as the reader wants them
    seconds=0
    for part in $exact $timed; do
        rest=${part#*:}
        is_done "${part%%:*}" || seconds=$((seconds + ${rest#*:}))
    done
    if [ $seconds -lt 100 ]; then echo "$seconds s"; else echo "$(((seconds + 30) / 60)) min"; fi
}
is_done() { [ -f "$folder/$1.json" ] && ! grep -q '^{"failed": ' "$folder/$1.json"; }

# note NAME KIND REASON: the file of a part that has no figures, with why.
note() {
    reason=$(printf '%s' "$3" | tr '\t\r\n' '   ' | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g')
    printf '{"%s": "%s"}\n' "$2" "$reason" >"$folder/$1.json.part" &&
        mv "$folder/$1.json.part" "$folder/$1.json" && return
    say "cannot write $folder/$1.json: make room and run the same command, it goes on from there"
    exit 3
}

# The last line that part NAME says, or that anything says but make.
reason_of() {
    reason=$(grep "^$1: " "$log" | tail -n 1)
    [ -n "$reason" ] || reason=$(grep -v -e '^make' -e '^ *$' "$log" | tail -n 1)
    echo "$reason"
}

# What a part is told beside: a full report's other parts do with five layouts, or they would take hours.
arguments() {
    case $1 in
    micro) echo "MICRO_LAYOUTS=5 MICRO_ROUNDS=5" ;;
    esac
}

seed=$(sed -n 's/.*"seed":[^0-9]*\([0-9]*\).*/\1/p' "$folder/manifest.json" 2>/dev/null | head -n 1)
status=0

# What a part says of its progress is shown; the tables that it prints stand in build/parts.log.
run() { # NAME:GOAL:SECONDS...
    goals=
    for part in "$@"; do
        goal=${part#*:}
        goals="$goals ${goal%%:*}"
    done
    rm -f "$log.status"
    {
        $MAKE --no-print-directory -k $goals RESULT="$folder" CONFIGS="$configs" PROGRAMS="$PROGRAMS" \
            SEED="${seed:-0}" FULL=0 $(arguments "${1%%:*}") 2>&1 >build/parts.log
        echo $? >"$log.status"
    } | tee "$log" >&2
    part_status=$(cat "$log.status" 2>/dev/null || echo 130) # Ctrl-C ends whoever would have written it
    if [ "$part_status" = 130 ] || grep -q '^make.*\(Error 130\|Interrupt\)$' "$log"; then exit 130; fi
    if grep -q '^make.* Error 3$' "$log"; then
        say "there is no room for$goals: make some and run the same command, it goes on from there"
        exit 3
    fi
    for part in "$@"; do judge "${part%%:*}" "$(echo "$part" | cut -d : -f 2)"; done
}

judge() { # NAME GOAL: what became of it
    if grep -q "No rule to make target '$2'" "$log"; then
        note "$1" skipped "there is no goal $2"
    elif [ ! -f "$folder/$1.json" ]; then
        status=1
        reason=$(reason_of "$1")
        say "$1 failed: $reason"
        note "$1" failed "make $2: $reason"
    elif [ "$part_status" != 0 ]; then
        status=1
        say "make$goals ended with an error: $(reason_of "$1")"
    fi
}

wanted() { # PART...: those that are not there yet, without what is left of another try
    for part in "$@"; do
        is_done "${part%%:*}" || {
            rm -f "$folder/${part%%:*}.json"
            echo "$part"
        }
    done
}
names() { for part in "$@"; do echo "${part%%:*}"; done | paste -s -d , | sed 's/,/ and /'; }

# callgrind runs a program some 60 times slower. Those of bench/programs/ have sizes for it; of one's own the
# samples tell what it would take, in seconds.
steps_seconds() {
    own=
    for program in $PROGRAMS; do
        name=$(basename "$program" .py)
        case $program in "$name" | bench/programs/"$name".py) ;; *) own="$own $name" ;; esac
    done
    awk -v own="$own " -v configs=" $configs " '
        function member(name) {
            if (!match($0, "\"" name "\":[^,]*")) return ""
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
        }
        {
            arm = member("arm"); program = member("program")
            gsub("\"", " ", arm); gsub("\"", " ", program)
            if (index(own, program) && index(configs, arm) && !seen[arm program]++) total += member("wall")
        }
        END { printf "%d\n", 60 * total }' "$folder/samples.jsonl" 2>/dev/null || echo 0
}
seconds=$(steps_seconds)
if [ "$seconds" -gt 900 ] && ! is_done steps; then
    note steps skipped "it would take about $((seconds / 60)) minutes: make steps PROGRAMS=\"$PROGRAMS\" runs it alone"
    say "steps: left out: it would take about $((seconds / 60)) minutes"
fi

mkdir -p build
together=$(wanted $exact)
if [ -n "$together" ]; then
    $MAKE --no-print-directory all-configs CONFIGS="$configs" >build/parts.log 2>&1 || true # the parts say why
    $MAKE --no-print-directory -k build/bench/steps build/bench/counts >>build/parts.log 2>&1 || true
    say "$(names $together), about $(left) left"
    run $together
    # The picture of the README, from the figures that are now there.
    if grep -q '"addition"' "$folder/steps.json"; then
        $MAKE --no-print-directory add-picture RESULT="$folder" >>build/parts.log 2>&1 ||
            say "no picture of a + b: it needs a boxed and a tagged build that differ in nothing else"
    fi
fi
for part in $(wanted $timed); do
    say "$(names "$part"), about $(left) left"
    run "$part"
done
exit $status
