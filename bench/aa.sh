#!/bin/sh
# `make aa`: builds run against themselves and against their rebuilds in other layouts, and against builds slowed by
# injection, whose number of instructions a short sweep finds: by a part of CELL in each program, and by a part of
# MEAN in the geometric mean. Prints the share of cells that claim a difference, and of slowed ones found.
# In a report's folder the repeats that the report itself ran are judged and nothing more is run.
set -eu

part=aa
. bench/part.sh
. bench/programs.sh

folder_take
$MAKE -s --no-print-directory build/bench/manifest build/bench/driver build/bench/aa build/bench/audit >&2
if [ -f "$folder/manifest.json" ]; then
    rmdir "$work"
    exec build/bench/aa "$folder" "$out"
fi
programs_choose "$SMALL"
COMMAND=$(echo "$COMMAND" | tr -s ' ' | sed "s| PROGRAMS=\"[^\"]*\"| PROGRAMS=\"$named\"|; s/ $//")

# begin SCHEDULE ROUNDS ARM...: audits the binaries of the arms and writes SCHEDULE/manifest.json.
begin() {
    schedule=$1
    rounds=$2
    shift 2
    audit $(for arm in "$@"; do
        case $arm in
        build=* | relaid=*)
            arm=${arm#*=}
            echo "${arm#*:}" | tr , '\n' | sed "s|^|${arm%%:*}=|"
            ;;
        esac
    done)
    build/bench/manifest out="$schedule/manifest.json" name=aa command="$COMMAND" rounds="$rounds" seed="$SEED" \
        timeout="$TIMEOUT" audit="$work/audit.json" $programs "$@"
}
layouts() { echo "$1=$2:$(paths "$2" "$3" "$4" sevenstep)"; } # ROLE CONFIG FIRST LAST

# --- how many instructions slow a build by so much: a sweep, whose samples are used for nothing else ---
work_keep
sweep=$work/sweep
status=0
if [ -n "$SLOWED" ] && [ ! -f "$work/manifest.json" ]; then
    mkdir -p "$sweep"
    swept=
    for config in $SLOWED; do
        swept="$swept $config"
        for count in 2 4 8 16 32; do swept="$swept $config-inject.dispatch.nop.$count"; done
    done
    say "building $(echo $swept | wc -w) builds in 5 layouts, to find how many no-ops slow them by so much"
    $MAKE --no-print-directory config-layouts CONFIGS="$swept" LAYOUTS=5 >&2
    [ -f "$sweep/manifest.json" ] || begin "$sweep" 5 $(for config in $swept; do layouts build "$config" 1 5; done)
    build/bench/driver "$sweep" $overrides || status=$?
    [ $status -le 1 ] || exit $status
fi

# --- builds ---
if [ ! -f "$work/manifest.json" ]; then
    arms=
    slowed=
    for config in $CONFIGS; do
        arms="$arms $(layouts build "$config" 1 "$LAYOUTS") again=$config
            $(layouts relaid "$config" $((LAYOUTS + 1)) $((2 * LAYOUTS)))"
    done
    for config in $SLOWED; do
        build/bench/aa --counts "$sweep" "$config" "$MEAN" >"$sweep/whole"
        build/bench/aa --counts "$sweep" "$config" "$CELL" >"$sweep/cells"
        for count in $(sed -n 's/^- //p' "$sweep/whole"); do
            slow=$config-inject.dispatch.nop.$count
            slowed="$slowed $slow"
            arms="$arms $(layouts build "$slow" 1 "$LAYOUTS")"
        done
        # Those of the cells stand in decode, so that they are builds of their own where a number is the same.
        for count in $(sed -n '/^- /!s/.* //p' "$sweep/cells" | sort -nu); do
            slow=$config-inject.decode.nop.$count
            slowed="$slowed $slow"
            arms="$arms $(layouts build "$slow" 1 "$LAYOUTS")
                only=$slow:$(sed -n "/^- /!s/ $count\$//p" "$sweep/cells" | paste -sd ,)"
        done
    done
    say "building $(echo $CONFIGS | wc -w) builds in $((2 * LAYOUTS)) layouts, $(echo $slowed | wc -w) slowed ones in $LAYOUTS"
    $MAKE --no-print-directory config-layouts CONFIGS="$CONFIGS" LAYOUTS=$((2 * LAYOUTS)) >&2
    [ -z "$slowed" ] || $MAKE --no-print-directory config-layouts CONFIGS="$slowed" LAYOUTS="$LAYOUTS" >&2
    begin "$work" "$ROUNDS" $arms
fi

build/bench/driver "$work" $overrides || status=$?
[ $status -le 1 ] || exit $status
build/bench/aa "$work" "$out" || status=$?
say "wrote $out"
exit $status
