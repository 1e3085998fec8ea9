#!/bin/sh
# `make inject`: builds with K instructions put into one step, run in turns with the untouched build by the driver,
# in FOLDER/injection/; then the price of one instruction in each step, in FOLDER/injection.json. Ctrl-C loses
# nothing: the same command goes on.
set -eu

part=injection
. bench/part.sh
. bench/programs.sh

folder_take
programs_choose "$SMALL"
COMMAND=$(echo "$COMMAND" | tr -s ' ' | sed "s| PROGRAMS=\"[^\"]*\"| PROGRAMS=\"$named\"|; s/ $//")

# --- builds ---
name_of() { echo "$1-inject.$2.$3.$4${OPCODE:+.$OPCODE}"; } # CONFIG STEP KIND COUNT
injected=
counted= # one build of each place: neither kind nor count changes how often it is passed
for config in $CONFIGS; do
    for step in $STEPS; do
        for kind in $KINDS; do
            for count in $COUNTS; do injected="$injected $(name_of "$config" "$step" "$kind" "$count")"; done
        done
        counted="$counted $(name_of "$config" "$step" "${KINDS%% *}" "${COUNTS%% *}")"
    done
done
say "building $(echo $CONFIGS $injected | wc -w) builds in $LAYOUTS layouts"
$MAKE -s --no-print-directory build/bench/manifest build/bench/driver build/bench/inject build/bench/audit >&2
$MAKE --no-print-directory config-layouts CONFIGS="$CONFIGS $injected" LAYOUTS="$LAYOUTS" >&2
$MAKE --no-print-directory all-configs CONFIGS="$counted" >&2

# --- measure ---
work_keep
if [ ! -f "$work/manifest.json" ]; then
    arms=
    audited=
    for config in $CONFIGS $injected; do
        arms="$arms build=$config:$(paths "$config" 1 "$LAYOUTS" sevenstep)"
        audited="$audited $(named_paths "$config" 1 "$LAYOUTS" sevenstep)"
    done
    rm -f "$work/passes.tsv"
    audit $audited
    build/bench/manifest out="$work/manifest.json" name=injection command="$COMMAND" rounds="$ROUNDS" seed="$SEED" \
        timeout="$TIMEOUT" audit="$work/audit.json" $programs $arms
fi
status=0
build/bench/driver "$work" $overrides || status=$?
[ $status -le 1 ] || exit $status

# --- how often each place is passed, by the probe: lines of CONFIG PROGRAM BYTECODES PASSES ---
if [ ! -f "$work/passes.tsv" ]; then
    say "counting how often each place is passed"
    for config in $counted; do
        for program in $programs; do
            program=${program#program=} # NAME:PATH:SIZE
            path=${program#*:}
            env -i PYTHONHASHSEED=0 "build/$config/sevenstep-probe" -X stats "${path%:*}" ${program##*:} 2>&1 >/dev/null |
                awk -v config="$config" -v name="${program%%:*}" '
                    /^executed: / { executed = $2 }
                    /^injected places passed: / { passed = $4 }
                    END { if (executed) printf "%s %s %s %s\n", config, name, executed, passed + 0 }'
        done
    done >"$work/passes.tsv.part"
    mv "$work/passes.tsv.part" "$work/passes.tsv"
fi
build/bench/inject "$work" "$out" || status=$?
say "wrote $out"
exit $status
