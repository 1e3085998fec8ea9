#!/bin/sh
# make counts, make ngrams: runs programs under the probes of some builds.
# usage: counts.sh FOLDER CONFIGS [--sequences]   (environment: PROGRAMS SIZE MAKE)
set -u
folder=$1
configs=$2
shift 2
say() { echo "counts: $*" >&2; }
. bench/programs.sh
programs_choose small

# Of builds that differ in dispatch alone one is enough, unless they were asked for by name.
if [ -z "${EACH:-}" ]; then
    chosen= kinds=
    for config in $configs; do
        case " $kinds " in *" ${config#*-} "*) continue ;; esac
        kinds="$kinds ${config#*-}"
        chosen="$chosen $config"
    done
    configs=$chosen
fi
mkdir -p "$folder" || exit 2
words=
for config in $configs; do
    $MAKE --no-print-directory config-probe CONFIGS="$config" >&2 || exit 1
    words="$words $config=build/$config/sevenstep-probe"
done
files=
for program in $programs; do
    program=${program#program=}
    [ -z "${SIZE:-}" ] || program=${program%:*}:$SIZE
    files="$files $program"
done
exec build/bench/counts "$@" "$folder" $words -- $files
