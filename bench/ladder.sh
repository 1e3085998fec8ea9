#!/bin/sh
# `make ladder`: the rungs in LADDER, interleaved in several layouts, into FOLDER/ladder/; their exact
# instructions by step beside; and both in FOLDER/ladder.json. The same command goes on where it stopped.
set -eu

part=ladder
. bench/part.sh
. bench/programs.sh

folder_take
programs_choose "$([ -n "$FULL" ] || echo small)"
[ -z "$PROGRAMS" ] || COMMAND="$COMMAND PROGRAMS=\"$named\""
[ -z "$SIZE" ] || programs=$(echo "$programs" | sed "s/\(program=[^:]*:[^:]*\):[^ ]*/\1:$SIZE/g")

say "building $(echo $LADDER | wc -w) builds in $LAYOUTS layouts"
first=${LADDER%% *}
$MAKE --no-print-directory report-tools native build/bench/ladder build/bench/audit >&2
$MAKE --no-print-directory config-layouts CONFIGS="$LADDER" LAYOUTS="$LAYOUTS" >&2
# The first rung once more, and in as many other layouts: what these claim to differ is the floor.
$MAKE --no-print-directory config-layouts CONFIGS="$first" LAYOUTS=$((2 * LAYOUTS)) >&2

work_keep
if [ ! -f "$work/manifest.json" ]; then
    arms=
    audited=
    for config in $LADDER; do
        arms="$arms build=$config:$(paths "$config" 1 "$LAYOUTS" sevenstep)"
        audited="$audited $(named_paths "$config" 1 "$LAYOUTS" sevenstep)"
    done
    again=$((LAYOUTS + 1))
    arms="$arms again=$first relaid=$first:$(paths "$first" $again $((2 * LAYOUTS)) sevenstep)"
    audited="$audited $(named_paths "$first" $again $((2 * LAYOUTS)) sevenstep)"
    audit $audited
    build/bench/manifest out="$work/manifest.json" name=ladder command="$COMMAND" rounds="$ROUNDS" seed="$SEED" \
        timeout="$TIMEOUT" audit="$work/audit.json" $programs $arms native=build/native
fi

status=0
build/bench/driver "$work" $overrides || status=$?
[ $status -le 1 ] || exit $status
# What attribution predicts; a ladder without it says so.
if [ ! -f "$work/steps.json" ]; then
    say "counting instructions by step"
    $MAKE --no-print-directory steps RESULT="$work" CONFIGS="$LADDER" PROGRAMS="${PROGRAMS:-}" FULL=0 STEPS=--quiet >&2 ||
        say "$([ -f "$work/steps.json" ] && echo "attribution has complaints" || echo "there is no attribution")"
fi
build/bench/ladder "$work" "$out" $LADDER || status=$?
[ $status != 0 ] || say "wrote $out"
exit $status
