#!/bin/bash
# run_generate.sh GENERATOR INTERPRETER: the programs it writes are the same for the same seed, right
# in INTERPRETER as in CPython, and as large as asked for; what it cannot write it refuses in one line.
set -u
generator=$(realpath "$1") interpreter=$(realpath "$2")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0 failed=0
check() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >said 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: $(head -n 3 said)"
    fi
}
refuses() {
    "$generator" "$@" >out 2>err
    [ $? -eq 2 ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ]
}
full() {
    "$generator" >/dev/full 2>err
    [ $? -eq 1 ] && grep -q 'cannot write' err
}
same_answer() {
    "$generator" --size 6 "$@" >program.py && "$interpreter" program.py >ours 2>err &&
        /usr/bin/python3.11 -S program.py >theirs 2>/dev/null && diff ours theirs &&
        tail -n 1 err | grep -q '^seconds: '
}
distinct() { # FOOTPRINT: executed instructions lie between it and 700 above, for the frame around
    "$generator" --footprint "$1" --size 3 >program.py
    local count
    count=$("$interpreter" -X stats program.py 2>&1 | sed -n 's/^distinct instructions: //p')
    [ "$count" -ge $(($1 * 95 / 100)) ] && [ "$count" -le $(($1 * 103 / 100 + 700)) ] || ! echo "$count"
}

"$generator" --seed 5 >a.py
"$generator" --seed 5 >b.py
"$generator" --seed 6 >c.py
check 'same seed, same program' cmp a.py b.py
check 'other seed, other program' bash -c '! cmp -s a.py c.py'
for weight in 1 2 3 4 5; do
    for stability in 0 0.5 1; do
        check "weight $weight, stability $stability" same_answer --seed $weight --weight $weight --stability $stability --footprint 1500
    done
done
for entropy in 1.8 2.5 3.3; do check "entropy $entropy" same_answer --entropy $entropy; done
for footprint in 70 1000 30000; do
    check "footprint $footprint" same_answer --footprint $footprint
    check "distinct instructions at $footprint" distinct $footprint
done
check 'entropy out of range' refuses --entropy 9
check 'entropy that is no number' refuses --entropy nan
check 'footprint that is no int' refuses --footprint 10x
check 'footprint too small' refuses --footprint 1
check 'weight out of range' refuses --weight 6
check 'stability out of range' refuses --stability 1.5
check 'size of zero' refuses --size 0
check 'unknown option' refuses --frobnicate
check 'option without its value' refuses --seed
check 'stray argument' refuses extra
check 'full disk' full
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
