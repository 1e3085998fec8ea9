#!/bin/sh
# The README's table is the one that the committed result gives: between the lines
#   <!-- figures: results/DATE-NAME -->   and   <!-- end of figures -->
# stand the picture of `a + b` from that result, if it has one, and what `build/bench/report --readme
# results/DATE-NAME` prints. `--write` puts it there.
set -eu
write=
[ "$1" != --write ] || { write=1; shift; }
report=$1
readme=$2
name=readme_figures

if [ ! -f "$readme" ]; then
    echo "FAIL $name: there is no $readme"
    echo "$name: 0 passed, 1 failed"
    exit 1
fi
folder=$(sed -n 's/^<!-- figures: \(.*\) -->$/\1/p' "$readme")
if [ -z "$folder" ] || [ ! -d "$folder" ]; then
    echo "FAIL $name: $readme names no result folder in a line <!-- figures: results/... -->"
    echo "$name: 0 passed, 1 failed"
    exit 1
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
{
    [ ! -f "$folder/add.svg" ] ||
        printf '![%s](%s/add.svg)\n\n' 'a + b in machine instructions, step by step: boxed, tagged and C' "$folder"
    "$report" --readme "$folder"
} >"$scratch/table"
awk -v table="$scratch/table" '
    /^<!-- end of figures -->$/ { inside = 0 }
    !inside { print }
    /^<!-- figures: / { inside = 1; while ((getline line < table) > 0) print line }
' "$readme" >"$scratch/readme"
if [ -n "$write" ]; then
    cat "$scratch/readme" >"$readme"
    exit 0
fi
if ! diff -u "$readme" "$scratch/readme"; then
    echo "FAIL $name: the figures are not those of $folder; make readme-figures writes them"
    echo "$name: 0 passed, 1 failed"
    exit 1
fi
# A picture that the README shows is there.
for picture in $(sed -n 's/.*!\[[^]]*\](\([^)]*\)).*/\1/p' "$readme"); do
    if [ ! -f "$picture" ]; then
        echo "FAIL $name: $readme shows $picture, which is not there"
        echo "$name: 1 passed, 1 failed"
        exit 1
    fi
done
echo "$name: 1 passed, 0 failed"
