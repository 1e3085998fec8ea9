# What `make micro` and `make whole` have in common; to be sourced. `part` is the caller's name: its result is
# FOLDER/$part.json, its work lies in FOLDER/$part/.
say() { echo "$part: $*" >&2; }

# Sets $folder, $out and $work: RESULT, or a new folder of today. Refuses what is finished.
folder_take() {
    folder=$RESULT
    number=1
    while [ -z "$folder" ]; do
        folder=results/$(date -u +%Y-%m-%d)-$part
        [ $number = 1 ] || folder=$folder-$number
        [ ! -e "$folder/$part.json" ] || folder=
        number=$((number + 1))
    done
    out=$folder/$part.json
    work=$folder/$part
    if [ -e "$out" ]; then
        say "$out is there, and a result once made is never edited: name another RESULT"
        exit 2
    fi
    mkdir -p "$work"
}

# Ends well, with a reason in place of the result.
skip() {
    say "skipped: $1"
    printf '{"skipped": "%s"}\n' "$1" >"$out.part"
    mv "$out.part" "$out"
    rmdir "$work" 2>/dev/null || true
    exit 0
}

# paths CONFIG FIRST LAST FILE: the layouts' binaries, separated by commas.
paths() { seq -s , -f "build/$1/layout-%g/$4" "$2" "$3"; }

# The same as the audit wants them.
named_paths() { paths "$@" | tr , '\n' | sed "s|^|$1=|" | tr '\n' ' '; }

# audit CONFIG=BINARY...: into $work/audit.json.
audit() {
    say "auditing $# binaries"
    rm -f "$work/audit.json"
    build/bench/audit --json "$work/audit.json" "$@" >"build/audit-$part.txt" 2>&1 ||
        say "some builds are not what their names say (build/audit-$part.txt); they are left out"
    [ -f "$work/audit.json" ] || {
        tail -n 5 "build/audit-$part.txt" >&2
        exit 2
    }
}

# Another command's unfinished work is not gone on with.
work_keep() {
    [ ! -f "$work/manifest.json" ] || build/bench/manifest is="$work/manifest.json" command="$COMMAND" ||
        rm -f "$work/manifest.json"
    [ -f "$work/manifest.json" ] || rm -f "$work"/*.jsonl
}
