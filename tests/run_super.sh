#!/bin/sh
# run_super.sh PLAIN SUPER CHECKED: superinstructions change how often is dispatched, and nothing that
# can be seen. PLAIN and SUPER are one build without and with them; CHECKED has them and its assertions.
set -u
cd "$(dirname "$0")/.." || exit 2
plain=build/$1/sevenstep super=build/$2/sevenstep checked=build/$3/sevenstep
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() { # WHAT CONDITION...
    what=$1
    shift
    if "$@"; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAIL test_super: $what"
    fi
}
count() { sed -n "s/^$1: //p" "$work/stats"; }

# A component that raises or goes slow in the middle stands at its own place, with its own stack.
cat >"$work/middle.py" <<'END'
class Odd:
    def __add__(self, other): return 'added'
    def __mul__(self, other): raise ValueError('not times')
    def __eq__(self, other): return []
    x = 5
def add(a, b): return a + b
def power(a, b):
    total = 0
    for i in range(a):
        total = total + i * b
    return total
def pairs(items):
    for a, b in items:
        if a == b: continue
        yield a + b
def local(n):
    del n
    return add(n, 1)
print(add(1, 2), add(1.5, 2), add('a', 'b'), add(Odd(), 3), add(2**61, 2**61), power(10, 3))
print(list(pairs([(1, 2), (2, 2), ('x', 'y'), (Odd(), 0)])), Odd().x)
for action in (lambda: add(1, None), lambda: power(3, Odd()), lambda: 2 + power(2, None), lambda: local(1),
               lambda: list(pairs([(1, 2, 3)])), lambda: add(nothing, 1)):
    try:
        action()
    except Exception as error:
        entry = error.__traceback__
        while entry.tb_next: entry = entry.tb_next
        print(type(error).__name__, error, entry.tb_lineno, entry.tb_lasti)
END
"$plain" "$work/middle.py" >"$work/plain" 2>&1
check "the program runs" grep -q '^ValueError\|^TypeError' "$work/plain"
for binary in "$super" "$checked" "$checked -X stress=1"; do
    $binary "$work/middle.py" >"$work/other" 2>&1
    check "${binary#build/} prints the same" cmp "$work/plain" "$work/other"
done
"$plain" -X trace "$work/middle.py" >"$work/plain" 2>&1
"$super" -X trace "$work/middle.py" >"$work/other" 2>&1
check "a trace shows the same components and stacks" cmp "$work/plain" "$work/other"
check "and has them" [ "$(wc -l <"$work/plain")" -gt 300 ]

"$super" -X stats bench/programs/fib.py 12 2>"$work/stats" >/dev/null
check "a fifth of fib's dispatches is gone" [ "$(($(count dispatched) * 5))" -lt "$(($(count executed) * 4))" ]
"$plain" -X stats bench/programs/fib.py 12 2>"$work/stats" >/dev/null
check "none without them" [ "$(count dispatched)" = "$(count executed)" ]
"$plain" -m dis "$work/middle.py" >"$work/plain" 2>&1
"$super" -m dis "$work/middle.py" >"$work/other" 2>&1
check "-m dis shows opcodes" cmp "$work/plain" "$work/other"
sample=$(cd tests/language && echo 051_*.py 14*_*.py 25*_*.py)
# shellcheck disable=SC2086
TIMEOUT=60 tests/run_language.sh "$PWD/$checked -X stress=1" $sample >"$work/language" 2>&1 || cat "$work/language"
check "language tests collect at every allocation" grep -q ' 0 failed' "$work/language"

echo "test_super: $passed passed, $failed failed"
[ $failed = 0 ]
