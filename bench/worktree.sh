# Clean worktrees of this repository, for commands that build another state of it; to be sourced.
# They stand in build/worktree-PID-NAME and go away with the shell, by Ctrl-C too; what a killed one
# left is removed by the next. `say` is the caller's.

worktree_remove_all() {
    for left in build/worktree-$$-*; do
        [ -e "$left" ] || continue
        git worktree remove --force "$left" >/dev/null 2>&1 || {
            rm -rf "$left"
            git worktree prune >/dev/null 2>&1 || :
        }
    done
}

worktree_begin() {
    if ! git rev-parse --verify -q HEAD >/dev/null 2>&1; then
        say "this needs the git repository with the revisions it builds, and $PWD is none"
        exit 2
    fi
    mkdir -p build
    for left in build/worktree-*-*; do
        [ -e "$left" ] || continue
        owner=${left#build/worktree-}
        kill -0 "${owner%%-*}" 2>/dev/null && continue
        git worktree remove --force "$left" >/dev/null 2>&1 || rm -rf "$left"
    done
    trap 'worktree_remove_all' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
}

# The commit of a revision; "." and "work" are the working tree as it is: HEAD, or a commit of its own on
# top of HEAD that no branch knows. Ignored files and results/ are no part of it.
worktree_commit() { # REVISION
    case $1 in
    . | work) ;;
    *)
        git rev-parse --verify -q "$1^{commit}" || {
            say "there is no revision $1 in this repository"
            return 2
        }
        return
        ;;
    esac
    index=$(mktemp)
    cp "$(git rev-parse --git-path index)" "$index"
    GIT_INDEX_FILE=$index git add -A -- . ':!results' && snapshot=$(GIT_INDEX_FILE=$index git write-tree)
    rm -f "$index"
    [ -n "${snapshot:-}" ] || return 2
    if [ "$snapshot" = "$(git rev-parse 'HEAD^{tree}')" ]; then
        git rev-parse HEAD
        return
    fi
    stamp=$(git show -s --format=%cI HEAD)
    GIT_AUTHOR_NAME=work GIT_AUTHOR_EMAIL=work GIT_COMMITTER_NAME=work GIT_COMMITTER_EMAIL=work \
        GIT_AUTHOR_DATE=$stamp GIT_COMMITTER_DATE=$stamp \
        git commit-tree "$snapshot" -p HEAD -m 'The working tree'
}

# Prints the folder.
worktree_add() { # NAME COMMIT
    tree=build/worktree-$$-$1
    git -c core.hooksPath=/dev/null worktree add -q --detach "$tree" "$2" >&2 || return 2
    echo "$tree"
}

# `make` in a worktree, as if typed there: none of this make's variables and flags goes along.
worktree_make() ( # TREE ARGUMENT...
    tree=$1
    shift
    unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL CFLAGS LDFLAGS
    exec "${MAKE:-make}" --no-print-directory -C "$tree" "$@"
)

# Objects that another tree has already serve this one where their sources are the same: they are copied,
# and every source takes the time of its twin, so that make builds again what depends on the others. Nothing is
# taken where the rules differ. Programs are linked again; with TOOLS those of bench/ come along.
worktree_seed() ( # TREE FROM CONFIG [TOOLS]
    for file in Makefile vm/opgen.c bench/report.mk dispatch/flags.mk; do
        cmp -s "$1/$file" "$2/$file" || exit 0
    done
    [ -d "$2/build/obj" ] || exit 0
    to=$1
    from=$2
    value=$(echo "$3" | cut -d - -f 2)
    compiler=$(echo "$3" | cut -d - -f 3)
    (
        cd "$from"
        for kept in build/opgen build/gen "build/obj/frontend-$compiler" "build/obj/vm-$value-$compiler"* "build/$3" \
            ${4:+build/obj/tools build/bench build/native}; do
            case $kept in *-checked* | *-sanitize*) continue ;; esac
            [ ! -e "$kept" ] || find "$kept" -type f ! -name 'sevenstep*' ! -name flags
        done
    ) | tar -C "$from" --format=posix -c -f - -T - | tar -C "$to" -x -f -
    # The flags beside the objects name the folder; the objects do not (-ffile-prefix-map).
    here=$(cd "$from" && pwd -P | sed 's/[][\.*^$|]/\\&/g')
    there=$(cd "$to" && pwd -P | sed 's/[\&|]/\\&/g')
    for flags in "$to"/build/obj/*/.flags "$to/build/$3/.flags"; do
        [ -f "$flags" ] || continue
        sed "s|=$here=|=$there=|" "$flags" >"$flags.new"
        touch -r "$flags" "$flags.new"
        mv "$flags.new" "$flags"
    done
    git -C "$to" ls-files -- Makefile frontend vm dispatch bench | while IFS= read -r file; do
        if cmp -s "$to/$file" "$from/$file"; then touch -r "$from/$file" "$to/$file"; fi
    done
    worktree_keep_opcodes
)

# Another vm/ops.def with the same list of opcodes changes handlers alone: all that was generated is made
# again but that list, on which every object depends.
worktree_keep_opcodes() {
    opcodes=$to/build/gen/opcodes.h
    [ -x "$to/build/opgen" ] && [ -f "$opcodes" ] && [ "$to/vm/ops.def" -nt "$opcodes" ] || return 0
    (cd "$to" && build/opgen opcodes vm/ops.def 2>/dev/null) | cmp -s - "$opcodes" || return 0
    find "$to/build/gen" -type f ! -name opcodes.h -delete
    touch -r "$to/build/opgen" "$to/vm/ops.def"
}
