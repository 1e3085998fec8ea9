#!/bin/sh
# `make report`: set up, build, audit, measure, write. Whatever stops it, the same command goes on in
# the folder it began; a finished folder is never touched again.
set -eu

say() { echo "report: $*" >&2; }
. bench/programs.sh

baselines=   # one for each compiler: its switch-boxed, else its first build
compilers=
for config in $REPORT_CONFIGS; do
    compiler=$(echo "$config" | cut -d - -f 3)
    case " $compilers " in *" $compiler "*) continue ;; esac
    compilers="$compilers $compiler"
    baseline=$config
    case " $REPORT_CONFIGS " in *" switch-boxed-$compiler "*) baseline=switch-boxed-$compiler ;; esac
    baselines="$baselines $baseline"
done
# A/A is run where there is a switch to compare with; in a quick run that is one compiler.
repeated=
for baseline in $baselines; do
    case $baseline in switch-boxed-*) repeated="$repeated $baseline" ;; esac
done
[ -n "$repeated" ] || repeated=$baselines

# --- programs ---
command="make report${FULL:+ FULL=1}"
[ "$NAME" = "${FULL:+full}" ] || [ "$NAME${FULL}" = quick ] || command="$command NAME=$NAME"
programs_choose "$([ -n "$FULL" ] || echo small)"
programs="$programs program=start-up:-c:pass"
[ -z "$PROGRAMS" ] || command="$command PROGRAMS=\"$named\""

# --- set-up and builds ---
sh bench/deps.sh check || $MAKE --no-print-directory deps ||
    say "going on without what is missing: its parts are left out by name"
say "building $(echo $REPORT_CONFIGS | wc -w) builds in $REPORT_LAYOUTS layouts"
$MAKE --no-print-directory report-tools native build/bench/audit >&2
$MAKE --no-print-directory config-layouts CONFIGS="$REPORT_CONFIGS" LAYOUTS="$REPORT_LAYOUTS" >&2
$MAKE --no-print-directory config-layouts CONFIGS="$repeated" LAYOUTS=$((2 * REPORT_LAYOUTS)) >&2

# Counts come from one build of each representation, in a full run of each compiler, too: they must agree, as
# all builds do in `make matrix`.
counted=
for config in $REPORT_CONFIGS; do
    value=$(echo "$config" | cut -d - -f "2${FULL:+,3}")
    case $counted in *"-$value"[-=]*) continue ;; esac
    counted="$counted $config=build/$config/sevenstep"
done
$MAKE --no-print-directory all-configs CONFIGS="$(for c in $counted; do echo "${c%%=*}"; done)" >&2

# --- the folder: an unfinished one of the same command is gone on with ---
folder=${REPORT_DIR:-}
if [ -z "$folder" ]; then
    for candidate in results/*-"$NAME" results/*-"$NAME"-[0-9]*; do
        [ -f "$candidate/manifest.json" ] && [ ! -f "$candidate/report.md" ] || continue
        build/bench/manifest is="$candidate/manifest.json" command="$command" && folder=$candidate
    done
    number=1
    while [ -z "$folder" ]; do
        candidate=results/$(date -u +%Y-%m-%d)-$NAME
        [ $number = 1 ] || candidate=$candidate-$number
        [ -e "$candidate" ] || folder=$candidate
        number=$((number + 1))
    done
elif [ -f "$folder/report.md" ]; then
    say "$folder is finished, and a result once made is never edited: name another REPORT_DIR"
    exit 2
fi
# --- audit and manifest ---
paths() { # CONFIG FIRST LAST: the layouts, separated by commas
    number=$2
    list=
    while [ "$number" -le "$3" ]; do
        list="$list${list:+,}build/$1/layout-$number/sevenstep"
        number=$((number + 1))
    done
    echo "$list"
}
named_paths() { # CONFIG FIRST LAST: as the audit wants them
    paths "$@" | tr , '\n' | sed "s|^|$1=|" | tr '\n' ' '
}
cpython=/usr/bin/python3.11
if [ ! -f "$folder/manifest.json" ]; then
    [ -x $cpython ] || say "there is no $cpython: its columns are left out"
    arms=
    audited=
    for config in $REPORT_CONFIGS; do
        arms="$arms build=$config:$(paths "$config" 1 "$REPORT_LAYOUTS")"
        audited="$audited $(named_paths "$config" 1 "$REPORT_LAYOUTS")"
    done
    for config in $repeated; do
        again=$(paths "$config" $((REPORT_LAYOUTS + 1)) $((2 * REPORT_LAYOUTS)))
        arms="$arms again=$config relaid=$config:$again"
        audited="$audited $(named_paths "$config" $((REPORT_LAYOUTS + 1)) $((2 * REPORT_LAYOUTS)))"
    done
    say "auditing $(echo $audited | wc -w) binaries"
    rm -f build/report-audit.json
    build/bench/audit --json build/report-audit.json $audited >build/audit.txt 2>&1 ||
        say "some builds are not what their names say (build/audit.txt); they are left out"
    if [ ! -f build/report-audit.json ]; then
        tail -n 5 build/audit.txt >&2
        say "the audit could not read the builds, so there is nothing to trust: see build/audit.txt"
        exit 2
    fi
    mkdir -p "$folder"
    cp build/report-audit.json "$folder/audit.json"
    build/bench/manifest out="$folder/manifest.json" name="$NAME" command="$command" \
        rounds="$REPORT_ROUNDS" seed="$SEED" timeout="$TIMEOUT" audit="$folder/audit.json" $programs $arms \
        $([ ! -x $cpython ] || echo cpython=$cpython) native=build/native
fi

# --- measure and write ---
say "measuring into $folder"
status=0
parts_status=0
build/bench/driver "$folder" $overrides || status=$?
[ $status -le 1 ] || exit $status
if [ ! -f "$folder/exact.json" ]; then
    say "counting what the programs execute"
    build/bench/exact "$folder" $counted -- $overrides || say "there are no exact counts"
fi
[ "${GOAL:-report}" != report ] || sh bench/report_parts.sh "$folder" || parts_status=$?
[ "$parts_status" -le 1 ] || exit "$parts_status"
build/bench/report "$folder" || status=$?
[ $status != 0 ] || status=$parts_status
say "wrote $folder/report.md and $folder/report.html"
exit $status
