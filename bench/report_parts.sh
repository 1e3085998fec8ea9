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

# NAME:GOAL:SECONDS, about what a part takes for all programs of bench/programs/ on two processors.
parts="steps:steps:30 counts:counts:15"
[ -z "$FULL" ] || parts="$parts ladder:ladder:120 injection:inject:90 micro:micro:40 whole:whole:60
    profile:profile:40 aa:aa:60"

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
    for part in $parts; do
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

# The last line that says something, without make's own.
reason_of() { grep -v -e '^make' -e '^ *$' "$1" | tail -n 1; }

# What a part is told beside: a full report's other parts do with five layouts, or they would take hours.
arguments() {
    case $1 in
    micro) echo "MICRO_LAYOUTS=5 MICRO_ROUNDS=5" ;;
    esac
}

seed=$(sed -n 's/.*"seed":[^0-9]*\([0-9]*\).*/\1/p' "$folder/manifest.json" 2>/dev/null | head -n 1)
status=0
# What a part says of its progress is shown; the tables that it prints stand in build/part-NAME.log.
run() { # NAME GOAL
    rm -f "$log.status"
    {
        $MAKE --no-print-directory "$2" RESULT="$folder" CONFIGS="$configs" PROGRAMS="$PROGRAMS" SEED="${seed:-0}" \
            FULL=0 $(arguments "$1") 2>&1 >"build/part-$1.log"
        echo $? >"$log.status"
    } | tee "$log" >&2
    part_status=$(cat "$log.status" 2>/dev/null || echo 130) # Ctrl-C ends whoever would have written it
    case $part_status in
    0) ;;
    130) exit 130 ;;
    3)
        say "$1 found no room: make some and run the same command, it goes on from there"
        exit 3
        ;;
    *)
        if grep -q "No rule to make target '$2'" "$log"; then
            note "$1" skipped "there is no goal $2"
            return
        fi
        status=1
        say "$1 failed: $(reason_of "$log")"
        ;;
    esac
    [ -f "$folder/$1.json" ] || {
        status=1
        note "$1" failed "make $2 RESULT=$folder: $(reason_of "$log")"
    }
}

number=0
count=$(echo $parts | wc -w)
for part in $parts; do
    number=$((number + 1))
    name=${part%%:*}
    goal=${part#*:}
    goal=${goal%%:*}
    if is_done "$name"; then continue; fi
    rm -f "$folder/$name.json"
    say "part $number of $count, $name; about $(left) left"
    run "$name" "$goal"
done
exit $status
