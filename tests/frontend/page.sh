#!/bin/bash
# Writes the outputs in a page again. The program is the page's first python block, whose first line
# names its file; in console blocks every line that begins with "$ " is a command, run beside it.
#     page.sh [--check] PAGE SEVENSTEP
# With --check nothing is written, and what differs is shown.
set -eu
check=
[ "$1" = --check ] && check=1 && shift
page=$(realpath "$1")
binary=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$binary" "$work/sevenstep"
[ ! -e "$binary-probe" ] || ln -s "$binary-probe" "$work/sevenstep-probe"
cd "$work"

block= program=
while IFS= read -r line; do
    case $line in
    '```')
        block=
        ;;
    '```'*)
        block=${line#'```'}
        ;;
    *)
        if [ "$block" = python ]; then
            [ -n "$program" ] || program=${line#'# '}
            printf '%s\n' "$line" >>"$program"
        elif [ "$block" = console ]; then
            case $line in
            '$ '*)
                printf '%s\n' "$line"
                PATH="$work:$PATH" PYTHONDONTWRITEBYTECODE=1 sh -c "${line#'$ '}" 2>&1 || true
                ;;
            esac
            continue
        fi
        ;;
    esac
    printf '%s\n' "$line"
done <"$page" >written

if [ -z "$check" ]; then
    cat written >"$page"
elif diff "$page" written; then
    echo "$(basename "$page"): 1 passed, 0 failed"
else
    echo "$(basename "$page") shows what the tool no longer prints (make page writes it again): 0 passed, 1 failed"
    exit 1
fi
