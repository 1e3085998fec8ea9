#!/bin/sh
# run_probe.sh CONFIGS...: the probes of all these builds execute the same bytecodes, in the same order, and
# print what the timed builds print; each probe allocates as many bytes as the timed binary beside it.
set -u
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
fail() {
    failed=$((failed + 1))
    echo "FAIL $1"
}
allocated() { # the bytes that a run says it allocated
    sed -n 's/^bytes allocated: //p' "$1" | grep . || echo unknown
}
check() { # check PROGRAM [SIZE]
    first=
    for config in $configs; do
        binary=build/$config/sevenstep
        env -i PYTHONHASHSEED=0 "$binary" -X allocated "$@" >"$work/plain" 2>"$work/timed-err" </dev/null
        env -i PYTHONHASHSEED=0 "$binary" -X stats "$@" >"$work/probed" 2>"$work/err" </dev/null
        grep '^executed:\|^execution hash:' "$work/err" >"$work/counts"
        if [ "$(wc -l <"$work/counts")" -ne 2 ]; then
            fail "$1: $config: -X stats says nothing: $(tail -n 1 "$work/err")"
        elif ! cmp -s "$work/plain" "$work/probed"; then
            fail "$1: $config: the probe prints otherwise than the timed build"
        elif ! [ "$(allocated "$work/timed-err")" = "$(allocated "$work/err")" ]; then
            fail "$1: $config allocates $(allocated "$work/timed-err") bytes, its probe $(allocated "$work/err")"
        elif [ -z "$first" ]; then
            first=$config
            cp "$work/counts" "$work/first"
            cp "$work/plain" "$work/first-output"
            passed=$((passed + 1))
        elif ! cmp -s "$work/counts" "$work/first" || ! cmp -s "$work/plain" "$work/first-output"; then
            fail "$1: $config executes or prints otherwise than $first"
        else
            passed=$((passed + 1))
        fi
    done
}
configs=$*
for entry in fib:12 loop:200 sieve:500 nqueens:5 fannkuch:5 mandelbrot:12 nbody:20 spectral:10 matmul:10 trees:6 \
    words:500 classes:20 pipeline:200; do
    check "bench/programs/${entry%:*}.py" "${entry#*:}"
done
for program in tests/language/05*.py tests/language/25*.py tests/language/80*.py; do check "$program"; done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
