#!/bin/bash
# run_language.sh BINARY [FILES...]: run the language tests (all of tests/language without FILES)
# under BINARY, which may be a command with options in one word, two at a time.
#
# A test NNN_topic.py passes if its standard output is NNN_topic.expected (or .ours, where we differ
# from CPython on purpose), its exit status that in .exit (0 without the file), and the last line of
# its standard error that in .stderr (not looked at without the file). A death by signal always
# fails. Environment: TIMEOUT in seconds (10), JOBS (2), TEST_ENV for what BINARY needs set.
cd "$(dirname "$0")/language" || exit 2

# One test: prints nothing if it passes; else its name, the reason, and the head of the difference.
run_one() {
    local name=${1%.py} status=0 wanted=0 expected got
    [ -f "$name.exit" ] && wanted=$(<"$name.exit")
    expected=$name.expected
    [ -f "$name.ours" ] && expected=$name.ours
    if [ ! -f "$expected" ]; then
        printf 'FAIL %s: no expected output is stored\n' "$name"
        return 1
    fi
    got=$(mktemp -d) || return 2
    # shellcheck disable=SC2086
    env -i PYTHONHASHSEED=0 $TEST_ENV timeout -k 2 "${TIMEOUT:-10}" $COMMAND "$name.py" \
        >"$got/out" 2>"$got/err" </dev/null
    status=$?
    {
        if [ $status -eq 124 ] || { [ $status -eq 137 ] && [ "$wanted" != 137 ]; }; then
            echo "FAIL $name: not finished after ${TIMEOUT:-10} s"
        elif [ $status -gt 128 ] && [ $status -lt 160 ]; then
            echo "FAIL $name: killed by signal $((status - 128)) ($(kill -l $((status - 128))))"
        elif [ "$status" != "$wanted" ]; then
            echo "FAIL $name: exit status $status, expected $wanted"
        elif ! cmp -s "$got/out" "$expected"; then
            echo "FAIL $name: other output"
        elif [ -f "$name.stderr" ] && [ "$(tail -n 1 "$got/err")" != "$(<"$name.stderr")" ]; then
            echo "FAIL $name: last line of stderr, expected: $(<"$name.stderr")"
        fi
    } >"$got/verdict"
    if [ -s "$got/verdict" ]; then
        {
            cat "$got/verdict"
            diff --text "$expected" "$got/out" | head -n "${LINES_SHOWN:-6}" | cut -c 1-160 | sed 's/^/    /'
            tail -n 3 "$got/err" | cut -c 1-160 | sed 's/^/    stderr: /'
        } >"$got/all"
        cat "$got/all"
        rm -rf "$got"
        return 1
    fi
    rm -rf "$got"
}

if [ "$1" = --one ]; then
    shift
    run_one "$1" || exit 1
    exit 0
fi

if [ $# -lt 1 ]; then
    echo "usage: run_language.sh BINARY [FILES...]" >&2
    exit 2
fi
here=$OLDPWD
read -r program options <<<"$1"
shift
case $program in
/*) ;;
*/*) program=$here/$program ;;
esac
if ! command -v "$program" >/dev/null; then
    echo "run_language.sh: cannot run $program" >&2
    exit 2
fi
export COMMAND="$program $options"
files=()
if [ $# -eq 0 ]; then
    files=([0-9]*.py)
else
    for file in "$@"; do files+=("$(basename "$file" .py).py"); done
fi
report=$(mktemp) || exit 2
trap 'rm -f "$report"' EXIT
printf '%s\n' "${files[@]}" | xargs -P "${JOBS:-2}" -n 1 "../run_language.sh" --one | tee "$report"
failed=$(grep -ac '^FAIL ' "$report")
echo "$((${#files[@]} - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
