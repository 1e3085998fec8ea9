#!/bin/sh
# `make micro`: builds a harness for each build and layout, counts with the probes what an iteration executes,
# then times all of them, interleaved, into FOLDER/micro/ and FOLDER/micro.json.
set -eu

part=micro
. bench/part.sh

folder_take
echo '#include <benchmark/benchmark.h>' | g++ -E -x c++ - >/dev/null 2>&1 ||
    skip "Google Benchmark is not installed (libbenchmark-dev; make deps)"

# --- builds ---
again= # the switches, which are run against themselves; else the first build
for config in $CONFIGS; do
    case $config in
    *-profile) say "$config is linked of the objects of ${config%-profile}: name that one" && exit 2 ;;
    switch-boxed-*) again="$again $config" ;;
    esac
done
again=${again:-${CONFIGS%% *}}
say "building $(echo $CONFIGS | wc -w) harnesses in $LAYOUTS layouts"
$MAKE --no-print-directory report-tools build/bench/micro-run build/bench/audit >&2
$MAKE --no-print-directory config-micro CONFIGS="$CONFIGS" LAYOUTS="$LAYOUTS" >&2
$MAKE --no-print-directory config-micro CONFIGS="$again" LAYOUTS=$((2 * LAYOUTS)) >&2

# --- which benchmarks: those of the suite, or those asked for by name or file ---
suite=$(echo bench/micro/*.py)
files=$suite
names=
for word in $MICRO; do
    case $word in
    */* | *.py)
        files="$files $word"
        names="$names $(basename "$word" .py)"
        ;;
    *) names="$names $word" ;;
    esac
done
files=$(echo $files | tr ' ' '\n' | awk -F/ '!seen[$NF]++')

# --- what they execute ---
work_keep
[ -f "$work/manifest.json" ] || rm -f "$work"/counts-*
text=bench/micro/text/orders.py
first=
for config in $CONFIGS; do
    counts=$work/counts-$config.txt
    [ -f "$counts" ] || {
        say "counting in $config"
        env -i PYTHONHASHSEED=0 "build/$config/micro-probe" $text $files >"$counts.part"
        mv "$counts.part" "$counts"
    }
    [ -n "$first" ] || first=$counts
    sed 's/\(bytecodes=[0-9]*\).*/\1/' "$counts" >"$counts.bytecodes"
    cmp -s "${first}.bytecodes" "$counts.bytecodes" || {
        say "$config executes other bytecodes than the first build:"
        diff "${first}.bytecodes" "$counts.bytecodes" >&2 || true
        exit 1
    }
done
rm -f "$work"/*.bytecodes

programs=
places=
filter=
for name in $(cut -d ' ' -f 1 "$first"); do
    case " ${names:-$name} " in *" $name "* | *" ${name%%/*} "*) ;; *) continue ;; esac
    path=$(echo "$files" | grep -E "(^|/)$name\.py$" || true)
    case $name in
    dispatch_*) path=bench/micro_dispatch.c ;;
    empty | collect | compile | read | load) path=bench/micro_machine.c ;;
    esac
    programs="$programs program=$name:$path:"
    places="$places $name=$path"
    filter="$filter${filter:+|}$name"
done
[ -n "$programs" ] || {
    say "there is no micro-benchmark $MICRO; these are there: $(cut -d ' ' -f 1 "$first" | tr '\n' ' ')"
    exit 2
}

# --- manifest ---
if [ ! -f "$work/manifest.json" ]; then
    arms=
    audited=
    for config in $CONFIGS; do
        arms="$arms build=$config:$(paths "$config" 1 "$LAYOUTS" micro)"
        audited="$audited $(named_paths "$config" 1 "$LAYOUTS" micro)"
    done
    for config in $again; do
        arms="$arms again=$config relaid=$config:$(paths "$config" $((LAYOUTS + 1)) $((2 * LAYOUTS)) micro)"
        audited="$audited $(named_paths "$config" $((LAYOUTS + 1)) $((2 * LAYOUTS)) micro)"
    done
    audit $audited
    build/bench/manifest out="$work/manifest.json" name=micro command="$COMMAND" rounds="$ROUNDS" seed="$SEED" \
        timeout="$TIMEOUT" audit="$work/audit.json" $programs $arms
fi
build/bench/micro-run "$work" "$out" "$filter" "$ITERATIONS" $places
say "wrote $out"
