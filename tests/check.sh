# To be sourced by a test before it changes folders: `check` counts what holds and names what does not,
# `checks_end` prints the sum and is the test's status. A failed check shows the end of the file log, or $log.
test_name=$(basename "$0" .sh)
passed=0
failed=0

check() { # WHAT CONDITION...
    what=$1
    shift
    if "$@" >/dev/null; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $test_name: $what"
        [ ! -s "${log:-log}" ] || tail -n 5 "${log:-log}"
    fi
}

checks_end() {
    echo "$test_name: $passed passed, $failed failed"
    [ $failed = 0 ]
}
