#!/bin/sh
# `make whole`: hyperfine over whole processes and start-up, our builds beside CPython and the peers that are
# installed, into FOLDER/whole/ and FOLDER/whole.json.
set -eu

part=whole
. bench/part.sh
. bench/programs.sh

folder_take
hyperfine=$(command -v "$HYPERFINE") || skip "$HYPERFINE is not installed (make deps)"

# --- programs: those that have a twin, if none are named ---
twins=$(cd "$PEERS" && echo *.lua | tr ' ' '\n' | sed 's/\.lua$//' | grep -v '^start-up$')
PROGRAMS=${PROGRAMS:-$(echo $twins)}
programs_choose small
[ -z "${SIZE:-}" ] || programs=$(echo "$programs" | sed "s/\(program=[^:]*:[^:]*\):[^ ]*/\1:$SIZE/g")
programs="$programs program=start-up:-c:pass"

# --- what they run under ---
cpython=/usr/bin/python3.11
missing=
outer=
[ -x $cpython ] && outer=cpython=$cpython || missing="$missing CPython"
peers=
if peer=$(command -v "$LUA"); then peers="lua5.4:$PEERS:$peer"; else missing="$missing $LUA"; fi
if peer=$(command -v "$LUAJIT"); then
    peers="$peers
luajit-joff:$PEERS:$peer -joff"
else
    missing="$missing $LUAJIT"
fi
for name in $missing; do say "$name is not installed: left out"; done

say "building $(echo $CONFIGS | wc -w) builds in $LAYOUTS layouts"
$MAKE --no-print-directory report-tools build/bench/whole build/bench/audit >&2
$MAKE --no-print-directory config-layouts CONFIGS="$CONFIGS" LAYOUTS="$LAYOUTS" >&2

# --- manifest ---
work_keep
if [ ! -f "$work/manifest.json" ]; then
    set -- # the arms
    audited=
    for config in $CONFIGS; do
        set -- "$@" "build=$config:$(paths "$config" 1 "$LAYOUTS" sevenstep)"
        audited="$audited $(named_paths "$config" 1 "$LAYOUTS" sevenstep)"
    done
    [ -z "$outer" ] || set -- "$@" "$outer"
    while read -r peer; do
        [ -z "$peer" ] || set -- "$@" "peer=$peer"
    done <<END
$peers
END
    audit $audited
    build/bench/manifest out="$work/manifest.json" name=whole command="$COMMAND" rounds="$ROUNDS" seed="$SEED" \
        timeout="$TIMEOUT" audit="$work/audit.json" $programs "$@"
fi
build/bench/whole "$work" "$out" "$hyperfine" $overrides -- $missing
say "wrote $out"
