#!/bin/sh
# The rules of the house that a machine can check, in seconds:
#   format (clang-format 14), each header compiles alone, no warnings from either compiler, includes
#   in their directions, no long files, nothing strange at the top level.
# Run from the root, after build/gen is made. Looks at the files git knows. Prints what is wrong and
# exits non-zero.
out=build/lint

# Compiles one source, or one header alone, by both compilers. Prints the first error of each.
#   compile FILE VALUES TOS
compile() {
    flags="-std=gnu11 -fsyntax-only -Wall -Wextra -Wshadow -Werror -I. -Ibuild/gen"
    file=$1 values=$2 tos=$3
    handlers=handlers$([ "$tos" = 0 ] || echo -tos-super).h
    case $file in
    # Parts of vm/value.h, which say so: they are never included alone.
    vm/alloc.h | vm/values/*.h) language='-x c -include' name=$file file=vm/value.h last=/dev/null ;;
    *.h) language='-Wno-unused-function -x c -include' name="$file alone" last=/dev/null ;;
    *) language='' name=$file last= ;;
    esac
    case $file in # the axes, as the Makefile defines them
    vm/* | dispatch/*) flags="$flags -DCHECKED=0 -DSMALL_INTS=1 -DPROBE=0" ;;
    esac
    case $file in
    dispatch/*) flags="$flags -DTOS=$tos -DSUPER=$tos -DCACHE=1 -DPRESERVE_NONE=1 -DCONFIG=\"lint\"" ;;
    esac
    for compiler in gcc clang-19; do
        log=$(mktemp "$out/compile.XXXXXX")
        # shellcheck disable=SC2086
        $compiler $flags -DVALUES_H="\"vm/values/$values.h\"" \
            -DHANDLERS_H="\"$handlers\"" $language "$file" $last > "$log" 2>&1 ||
            echo "$name ($compiler, $values): $(grep -m 1 'error:' "$log" || head -1 "$log")"
        rm -f "$log"
    done
}
if [ "$1" = --compile ]; then
    compile "$2" "$3" "$4"
    exit 0
fi

rm -rf "$out"
mkdir -p "$out"
files=$(git ls-files --cached --others --exclude-standard)
sources=$(echo "$files" | grep '\.[ch]$')

# complain TEXT...: each on a line of its own in the report
complain() { echo "$*" >> "$out/report"; }

# --- format --------------------------------------------------------------------------------------
format=$(command -v clang-format-14 || command -v clang-format)
case $($format --version 2>&1) in
*" 14."*)
    echo "$sources" | xargs -P 2 -n 1 sh -c '
        count=$("$0" --dry-run "$1" 2>&1 | grep -c warning:)
        [ "$count" -eq 0 ] || echo "$1: $count places differ from clang-format 14"' "$format" \
        >> "$out/report"
    ;;
*) complain "clang-format 14 is not installed (make deps)" ;;
esac

# --- compilation ---------------------------------------------------------------------------------
# What sees values is compiled in both representations; a source of dispatch/ brings the generated
# handlers, with and without a cached top and superinstructions.
for file in $sources; do
    case $file in
    vm/opgen.c | frontend/* | bench/* | tests/*) echo "$file tagged 0" ;;
    vm/values/*.h) echo "$file $(basename "$file" .h) 0" ;;
    dispatch/*) printf '%s %s\n' "$file" "tagged 0" "$file" "boxed 1" ;;
    *) printf '%s %s\n' "$file" "tagged 0" "$file" "boxed 0" ;;
    esac
done > "$out/jobs"
xargs -P 2 -n 3 "$0" --compile < "$out/jobs" >> "$out/report" 2>&1

# --- includes ------------------------------------------------------------------------------------
# libc, GMP <- frontend/text <- frontend <- vm <- dispatch; bench and tests stand outside.
# What the front end offers to the machine:
offered='frontend/code.h|frontend/frontend.h|frontend/cache.h|frontend/verify.h|frontend/error.h|frontend/tools.h|frontend/trees.h'
grep -n '^ *# *include *"' $sources /dev/null > "$out/includes"
while IFS=: read -r file line text; do
    name=$(echo "$text" | cut -d'"' -f2)
    allowed='/'
    case $file in
    frontend/text/*) allowed='frontend/text/*' ;;
    frontend/*) allowed='frontend/*|opcodes.h' ;;
    vm/*) allowed="vm/*|frontend/text/*|$offered|opcodes.h|frozen.h" ;;
    dispatch/*) allowed='dispatch/contract.h|vm/*|frontend/code.h|opcodes.h' ;;
    bench/*) allowed='bench/*|frontend/*|vm/*|opcodes.h' ;;
    tests/*) allowed='tests/*|bench/*|frontend/*|vm/*|opcodes.h' ;;
    esac
    eval "case \$name in $allowed) ;; *) complain \"\$file:\$line: may not include \$name\" ;; esac"
done < "$out/includes"

# --- files ---------------------------------------------------------------------------------------
for file in $(echo "$files" | grep '\.\([ch]\|def\|sh\|py\|mk\|md\)$'); do
    [ -f "$file" ] || continue
    count=$(wc -l < "$file")
    case $file in
    tests/language/*.out | results/*) ;;
    vm/ops.def) [ "$count" -le 1400 ] || complain "$file: $count lines, more than 1,400" ;; # every opcode once
    *) [ "$count" -le 1200 ] || complain "$file: $count lines, more than 1,200" ;;
    esac
done
echo "$files" | cut -d/ -f1 | sort -u | while read -r name; do
    case $name in
    frontend | vm | dispatch | bench | tests | results | Makefile | README.md | .*) ;;
    *) complain "$name: does not belong at the top level" ;;
    esac
done
# --- the reference -------------------------------------------------------------------------------
build/opgen reference vm/ops.def > "$out/reference"
sed '1,/^<!-- made of/d' vm/OPCODES.md | cmp -s - "$out/reference" ||
    complain "vm/OPCODES.md: differs from vm/ops.def (make reference)"

grep -nE '\b(TODO|FIXME)\b' $sources /dev/null | grep -v '^tests/lint' |
    while IFS= read -r place; do complain "$place: unfinished"; done

if [ -s "$out/report" ]; then
    sort "$out/report"
    echo "lint: $(wc -l < "$out/report") complaints"
    exit 1
fi
echo "lint: $(echo "$sources" | wc -l) sources are as they should be"
