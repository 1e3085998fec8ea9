# The programs of a measurement, as the tools of bench/ take them; to be sourced. `say` is the caller's.

# programs_choose SMALL: sets $programs and $overrides as manifest and driver want them, $named for the command
# line that makes the result again. $PROGRAMS are files or names from bench/programs/; all of those by default.
# With SMALL each has the size of bench/programs/sizes.
programs_choose() {
    programs=
    overrides=
    named=
    for program in ${PROGRAMS:-bench/programs/*.py}; do
        path=$program
        [ -f "$path" ] || path=bench/programs/${program%.py}.py
        if [ ! -f "$path" ]; then
            say "no program $program, neither as a file nor in bench/programs/"
            exit 2
        fi
        path=${path#"$PWD"/}
        name=$(basename "$path" .py)
        size=
        if [ -n "$1" ] && [ "$path" = "bench/programs/$name.py" ]; then
            size=$(sed -n "s/^$name  *\([0-9]*\)$/\1/p" bench/programs/sizes)
        fi
        programs="$programs program=$name:$path:$size"
        overrides="$overrides $name=$path"
        case $path in /* | ../*) path=$(basename "$path") ;; esac
        named="$named $path"
    done
    named=${named# }
}
