#!/bin/sh
# `make ab`: builds two states of this repository in clean worktrees, audits them, sees that they do the
# same work, and measures them against each other, a verdict after every round from the fifth on. The
# same command goes on where it was stopped. Its variables come in the environment: bench/ab.mk.
set -eu

say() { echo "ab: $*" >&2; }
. bench/worktree.sh
. bench/programs.sh

usage() {
    cat >&2 <<'END'
usage: make ab A=SIDE B=SIDE [PROGRAMS="x.py ..."] [ROUNDS=20] [LAYOUTS=5] [SEED=n] [BYTECODE=differs]
  SIDE is REVISION:CONFIG:NAME=VALUE:..., each part optional, in this order:
    HEAD~1                           a revision; . (or work) is the working tree, and the default
    goto-boxed-gcc                   a config; the default is the one that the axes name
    .:goto-boxed-gcc:CFLAGS=-O3      variables of make, up to the next `:NAME=`
  A branch that is named like a config is written refs/heads/NAME.
END
    exit 2
}

# --- the two sides ----------------------------------------------------------------------------
is_flag() { expr "x$1" : 'x[A-Z][A-Z0-9_]*=' >/dev/null; }
is_config() {
    case $1 in
    */* | *[~^@{}]*) return 1 ;;
    [a-z]*-[a-z]*-gcc | [a-z]*-[a-z]*-gcc-* | [a-z]*-[a-z]*-clang | [a-z]*-[a-z]*-clang-*) return 0 ;;
    *) return 1 ;;
    esac
}

parse() { # TEXT: sets revision, config, flags (one a line)
    revision= config= flags= seen=0
    rest=$1:
    while [ -n "$rest" ]; do
        part=${rest%%:*}
        rest=${rest#*:}
        if is_flag "$part"; then
            flags="$flags${flags:+
}$part"
        elif [ -n "$flags" ]; then
            flags=$flags:$part
        elif is_config "$part" && [ -z "$config" ]; then
            config=$part
        elif [ $seen = 0 ]; then
            revision=$part
        elif [ -n "$part" ]; then
            say "$1: \"$part\" is neither a config nor NAME=VALUE"
            usage
        fi
        seen=1
    done
    revision=${revision:-.}
    config=${config:-$AB_CONFIG}
}

each_flag() { # COMMAND...: with the flags as further words
    while IFS= read -r flag; do
        [ -z "$flag" ] || set -- "$@" "$flag"
    done <<END
$flags
END
    "$@"
}

refuse_flags() {
    for flag in "$@"; do
        case " $AB_AXES LAYOUTS CONFIGS " in
        *" ${flag%%=*} "*)
            say "$flag: ${flag%%=*} is no flag of a side: an axis is a part of the config's name"
            exit 2
            ;;
        esac
    done
}

# That this revision has what is asked of it: sets commit, strategy, value.
side_check() {
    commit=$(worktree_commit "$revision") || exit 2
    if ! git grep -q '^config-layouts:' "$commit" -- 'bench/*.mk' || ! git grep -q '^all-configs:' "$commit" -- 'bench/*.mk'; then
        say "$revision has no \`make config-layouts\` yet: it is too old to be built in several layouts"
        exit 2
    fi
    strategy=$(echo "$config" | cut -d - -f 1)
    value=$(echo "$config" | cut -d - -f 2)
    for file in "dispatch/$strategy.c" "vm/values/$value.h"; do
        git cat-file -e "$commit:$file" 2>/dev/null && continue
        say "$revision has no $file, so no config $config"
        exit 2
    done
    case $config in
    *-checked* | *-sanitize*)
        say "$config is made to be checked at run time, not to be timed"
        exit 2
        ;;
    esac
}

compiler_versions() {
    case $config in *-clang*) clang-19 --version ;; *) gcc --version ;; esac | head -n 1
    ld.lld --version
}

# What a build depends on, as a name.
side_key() {
    {
        git rev-parse "$commit:frontend" "$commit:vm" "$commit:dispatch" "$commit:Makefile" "$commit:bench/report.mk"
        echo "$config"
        echo "$flags"
        echo "$AB_LAYOUTS"
        compiler_versions
    } | sha256sum | cut -c 1-16
}

make_side() { # TREE ARGUMENT...
    each_flag worktree_make "$@" CONFIGS="$config"
}
build_in() { # TREE
    make_side "$1" all-configs && make_side "$1" config-layouts LAYOUTS="$AB_LAYOUTS"
}

side_build() { # NAME: into build/ab/built/KEY; sets key
    key=$(side_key)
    store=build/ab/built/$key
    if [ -d "$store" ]; then
        touch "$store"
        return
    fi
    say "building $1: $config at $revision"
    tree=$(worktree_add "$1" "$commit") || exit 2
    from=.
    [ -z "$first_tree" ] || [ ! -d "$first_tree/build/obj" ] || from=$first_tree
    log=build/ab/build-$1.log
    worktree_seed "$tree" "$from" "$config"
    if ! build_in "$tree" >"$log" 2>&1; then
        rm -rf "$tree/build" # once more from nothing: what was copied may have been half written
        if ! build_in "$tree" >"$log" 2>&1; then
            grep -a 'error\|Error\|\*\*\*' "$log" | head -n 5 >&2 || :
            say "$config at $revision does not build: see $log"
            exit 2
        fi
    fi
    if [ ! -x "$tree/build/$config/sevenstep-probe" ] || [ ! -x "$tree/build/$config/sevenstep" ]; then
        say "$revision made no build/$config/sevenstep and probe: its Makefile knows no such config (see $log)"
        exit 2
    fi
    rm -rf "$store.part"
    mkdir -p "$store.part"
    for file in sevenstep sevenstep-probe flags; do cp "$tree/build/$config/$file" "$store.part/"; done
    cp "$tree/vm/ops.def" "$store.part/"
    number=1
    while [ "$number" -le "$AB_LAYOUTS" ]; do
        mkdir "$store.part/layout-$number"
        cp "$tree/build/$config/layout-$number/sevenstep" "$store.part/layout-$number/"
        number=$((number + 1))
    done
    mv "$store.part" "$store"
    first_tree=$tree
}

layouts_of() { # SIDE: its binaries, separated by commas
    number=1
    list=
    while [ "$number" -le "$AB_LAYOUTS" ]; do
        list="$list${list:+,}$run/$1/layout-$number/sevenstep"
        number=$((number + 1))
    done
    echo "$list"
}

audit_side() { # SIDE CONFIG
    if ! build/bench/audit --ops "$run/$1/ops.def" --json "$run/audit-$1.json" "$2=$run/$1/sevenstep" \
        $(layouts_of "$1" | tr , '\n' | sed "s|^|$2=|") >"$run/audit-$1.txt" 2>&1; then
        grep -a "^$2: \|^audit" "$run/audit-$1.txt" | head -n 5 >&2 || :
        say "$1 is not what its name says ($2): see $run/audit-$1.txt. Nothing was measured"
        exit 1
    fi
}

# --- set-up -----------------------------------------------------------------------------------
[ -n "${AB_A:-}" ] && [ -n "${AB_B:-}" ] || usage
began=$(date +%s)
parse "$AB_A"
each_flag refuse_flags
revision_a=$revision config_a=$config flags_a=$flags
parse "$AB_B"
each_flag refuse_flags
worktree_begin
side_check
commit_b=$commit revision_b=$revision config_b=$config flags_b=$flags
revision=$revision_a config=$config_a flags=$flags_a
side_check
commit_a=$commit
PROGRAMS=${AB_PROGRAMS:-}
programs_choose small
programs="$programs program=start-up:-c:pass"

mkdir -p build/ab/built
first_tree=
side_build a
key_a=$key
revision=$revision_b config=$config_b flags=$flags_b commit=$commit_b
side_build b
key_b=$key
worktree_remove_all
"${MAKE:-make}" --no-print-directory report-tools build/bench/audit build/bench/ab >build/ab/tools.log 2>&1 || {
    tail -n 5 build/ab/tools.log >&2
    exit 2
}
ls -dt build/ab/built/* | tail -n +9 | while read -r old; do rm -rf "$old"; done

# --- the folder of this comparison --------------------------------------------------------------
work=$(
    {
        echo "$key_a $key_b $AB_SEED $AB_LAYOUTS $programs"
        for override in $overrides; do sha256sum <"${override#*=}"; done
    } | sha256sum | cut -c 1-12
)
run=build/ab/$work
if [ ! -f "$run/manifest.json" ]; then
    rm -rf "$run"
    mkdir -p "$run"
    cp -al "build/ab/built/$key_a" "$run/a"
    cp -al "build/ab/built/$key_b" "$run/b"
    audit_side a "$config_a"
    audit_side b "$config_b"
    build/bench/manifest out="$run/manifest.json" name=ab command="make ab A='$AB_A' B='$AB_B'${AB_PROGRAMS:+ PROGRAMS='$named'}" \
        rounds=200 seed="$AB_SEED" timeout="$AB_TIMEOUT" $programs \
        side="A:$commit_a:$config_a:$run/a/flags:$(layouts_of a)" \
        side="B:$commit_b:$config_b:$run/b/flags:$(layouts_of b)" again=A
fi

# The exact counts by step, once the first verdict stands: callgrind would disturb the clock before.
steps_done=
steps_show() {
    [ -z "$steps_done" ] && [ -f bench/steps.mk ] || return 0
    steps_done=1
    command -v valgrind >/dev/null || {
        say "no exact counts by step: valgrind is not installed (make deps)"
        return 0
    }
    if [ ! -f "$run/steps-a.json" ] || [ ! -f "$run/steps-b.json" ]; then
        sized=
        for override in $overrides; do
            name=${override%%=*}
            size=
            [ "${override#*=}" != "bench/programs/$name.py" ] ||
                size=$(sed -n "s/^$name  *\([0-9]*\)$/:\1/p" bench/programs/steps_sizes)
            sized="$sized ${override#*=}$size"
        done
        "${MAKE:-make}" --no-print-directory build/bench/steps >build/ab/tools.log 2>&1 &&
            build/bench/steps --quiet --ops "$run/a/ops.def" --json "$run/steps-a.json" "$config_a=$run/a/sevenstep" -- $sized >"$run/steps.log" 2>&1 &&
            build/bench/steps --quiet --ops "$run/b/ops.def" --json "$run/steps-b.json" "$config_b=$run/b/sevenstep" -- $sized >>"$run/steps.log" 2>&1 || {
            say "no exact counts by step: $(tail -n 1 "$run/steps.log" 2>/dev/null)"
            return 0
        }
    fi
    build/bench/ab steps "$run"
}

describe() { # NAME REVISION COMMIT CONFIG FLAGS
    echo "$1 = $(git show -s --format='%h %s' "$3" | cut -c 1-60), $4$([ -z "$5" ] || echo ", $(echo "$5" | tr '\n' ' ')")"
}
describe A "$revision_a" "$commit_a" "$config_a" "$flags_a"
describe B "$revision_b" "$commit_b" "$config_b" "$flags_b"
[ "$(echo "$config_a" | cut -d - -f 3)" = "$(echo "$config_b" | cut -d - -f 3)" ] ||
    echo "A and B are made by different compilers: what follows compares these too"
if build/bench/ab same "$run"; then exit 0; fi

if [ ! -f "$run/work.json" ]; then
    say "looking at what both print and execute"
    build/bench/exact --out "$run/work.json" "$run" "A=$run/a/sevenstep" "B=$run/b/sevenstep" -- $overrides 2>"$run/work.log" || {
        status=$?
        cat "$run/work.log" >&2
        exit $status
    }
fi
build/bench/ab check $([ -z "${AB_BYTECODE:-}" ] || echo --any-bytecode) "$run" || exit 1
build/bench/ab code "$run"

# --- rounds -----------------------------------------------------------------------------------
stopped=
trap 'stopped=1' INT
round=$AB_LAYOUTS
[ "$round" -ge 5 ] || round=5
if [ -f "$run/samples.jsonl" ]; then
    finished=$(tail -n 1 "$run/samples.jsonl" | sed -n 's/^{"round":\([0-9]*\),.*/\1/p')
    [ "${finished:-0}" -le "$round" ] || round=$finished
fi
[ "$round" -le "$AB_ROUNDS" ] || round=$AB_ROUNDS
brief=
failed=0
while :; do
    status=0
    if [ -z "$brief" ]; then
        build/bench/driver --until "$round" "$run" $overrides || status=$?
    else
        build/bench/driver --until "$round" "$run" $overrides 2>"$run/driver.log" || status=$?
        [ $status = 0 ] || grep -v 'there already' "$run/driver.log" >&2 || :
    fi
    case $status in
    0) ;;
    1) failed=1 ;;
    130) stopped=1 ;;
    *) exit $status ;;
    esac
    [ -s "$run/samples.jsonl" ] || exit 130
    [ -z "$stopped" ] && [ "$round" -lt "$AB_ROUNDS" ] || brief=
    build/bench/ab verdict $brief "$run" || failed=1
    [ -n "$brief" ] || echo "$(($(date +%s) - began)) s from the start; data: $run"
    [ -n "$stopped" ] || steps_show
    [ -z "$stopped" ] || exit 130
    [ "$round" -lt "$AB_ROUNDS" ] || break
    brief=--brief
    round=$((round + 1))
done
exit $failed
