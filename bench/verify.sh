#!/bin/sh
# `make verify-results DIR=...`: runs the command of a published folder again, at its commit in a clean
# worktree, with its builds, layouts, rounds, seed and programs, and says figure by figure whether it
# held. Its variables come in the environment: bench/verify.mk.
set -eu

say() { echo "verify-results: $*" >&2; }
. bench/worktree.sh

published=${VERIFY_DIR%/}
if [ -z "$published" ]; then
    say 'usage: make verify-results DIR=results/DATE-NAME [QUICK=1] [ROUNDS=n] [LAYOUTS=n] [PROGRAMS="/where/x.py is"] [VERBOSE=1]'
    exit 2
fi
if [ ! -f "$published/manifest.json" ]; then
    say "$published has no manifest.json: it is no result folder"
    exit 2
fi
"${MAKE:-make}" --no-print-directory build/bench/verify >&2
mkdir -p build/verify
plan=build/verify/plan.$$
build/bench/verify plan "$published" >"$plan" || {
    rm -f "$plan"
    exit 2
}
value_of() { sed -n "s/^$1 //p" "$plan"; }
commit=$(value_of commit)
dirty=$(value_of dirty)
full=$(value_of full)
name=$(value_of name)
seed=$(value_of seed)
timeout=$(value_of timeout)
configs=$(value_of config | tr '\n' ' ')
layouts=$(value_of layouts)
rounds=$(value_of rounds)
asked=$(value_of program)
rm -f "$plan"
# Fewer layouts than five would give no interval worth comparing.
if [ -n "${VERIFY_QUICK:-}" ]; then
    [ "$layouts" -le 5 ] || layouts=5
    [ "$rounds" -le 5 ] || rounds=5
fi
layouts=${VERIFY_LAYOUTS:-$layouts}
rounds=${VERIFY_ROUNDS:-$rounds}

worktree_begin
if ! git cat-file -e "$commit^{commit}" 2>/dev/null; then
    say "commit $commit of $published is not in this repository: fetch it first"
    exit 2
fi
[ -z "$dirty" ] || say "$published was made with uncommitted changes: its commit may not hold what ran"

again=$PWD/build/verify/$(basename "$published")-$(printf %.12s "$commit")-l$layouts-r$rounds
if [ ! -f "$again/report.md" ]; then
    tree=$(worktree_add verify "$commit") || exit 2
    if ! grep -q 'REPORT_DIR' "$tree/bench/report.mk" 2>/dev/null; then
        say "commit $commit has no \`make report\` that takes a folder (REPORT_DIR): it is too old to be run again"
        exit 2
    fi
    programs=
    while read -r path sha; do
        found=
        for candidate in "$tree/$path" ${VERIFY_PROGRAMS:-}; do
            [ "$(basename "$candidate")" = "$(basename "$path")" ] && [ -f "$candidate" ] &&
                [ "$(sha256sum <"$candidate" | cut -d ' ' -f 1)" = "$sha" ] || continue
            found=$candidate
            break
        done
        if [ -z "$found" ]; then
            say "the program $path, as it was (sha256 $sha), is not in the commit; say where it is: PROGRAMS=..."
            exit 2
        fi
        case $found in
        "$tree"/*) found=${found#"$tree/"} ;;
        /*) ;;
        *) found=$PWD/$found ;;
        esac
        programs="$programs $found"
    done <<END
$asked
END
    for config in $configs; do worktree_seed "$tree" . "$config" tools; done
    say "running $published again: $(echo $configs | wc -w) builds in $layouts layouts, $rounds rounds"
    status=0
    worktree_make "$tree" report REPORT_DIR="$again" REPORT_CONFIGS="$configs" REPORT_LAYOUTS="$layouts" \
        REPORT_ROUNDS="$rounds" SEED="$seed" TIMEOUT="$timeout" NAME="$name" FULL="${full:-0}" \
        PROGRAMS="${programs# }" || status=$?
    worktree_remove_all
    if [ $status != 0 ] && [ ! -f "$again/report.md" ]; then
        say "it was not run to its end; the same command goes on"
        exit $status
    fi
fi
build/bench/verify judge ${VERIFY_VERBOSE:+-v} "$published" "$again"
