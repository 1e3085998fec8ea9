#!/bin/sh
# `make ab` and `make verify-results` in a repository of their own, made of this tree and the objects it has:
# what changed is listed and nothing else; what prints or executes otherwise is refused; Ctrl-C leaves nothing.
# usage: test_ab.sh SCRATCH_FOLDER   (from the root, where goto-tagged-gcc and the tools are built)
set -u
. "$(dirname "$0")/../check.sh"
scratch=$1
rm -rf "$scratch"
mkdir -p "$scratch/tree"
here=$PWD
tree=$(cd "$scratch/tree" && pwd)
log=$(cd "$scratch" && pwd)/log

said() { grep -q -- "$1" "$log"; }
not_said() { ! grep -q -- "$1" "$log"; }
no_worktree() {
    [ "$(git worktree list | wc -l)" = 1 ] && [ -z "$(ls -d build/worktree-* 2>/dev/null)" ]
}
ab() { # STATUS VARIABLE...
    expected=$1
    shift
    "${MAKE:-make}" --no-print-directory ab DISPATCH=table LAYOUTS=1 ROUNDS=2 SEED=5 PROGRAMS=mine.py "$@" >"$log" 2>&1
    status=$?
    [ $status = "$expected" ] || [ "$expected" = fails ] && [ $status != 0 ] || [ "$expected$status" = 00 ]
}
commit() { git add -A && git commit -q -m "$1"; }

git ls-files -z --cached --others --exclude-standard -- . ':!results' ':!tests/language' |
    xargs -0 cp --parents -t "$tree" 2>/dev/null
cd "$tree" || exit 2
unset MAKEFLAGS MAKELEVEL
git init -q .
git config user.name tester
git config user.email tester
mkdir results
cat >mine.py <<'END'
count = 0
for number in range(200):
    if not (number % 3 == 0):
        count += number
print(count, not count)
END
commit first
(
    . bench/worktree.sh
    worktree_seed . "$here" table-tagged-gcc tools
)

# --- a result run again ---
"${MAKE:-make}" --no-print-directory report REPORT_DIR=results/tiny NAME=tiny SEED=5 REPORT_CONFIGS=table-tagged-gcc \
    REPORT_LAYOUTS=1 REPORT_ROUNDS=3 PROGRAMS=mine.py >"$log" 2>&1
check "there is a result" [ -f results/tiny/report.md ]
"${MAKE:-make}" --no-print-directory verify-results DIR=results/tiny >"$log" 2>&1
check "run again, its binaries are the same" said '; \([1-9][0-9]*\) of \1 binaries are the published ones'
check "its exact figures too" said 'exact figures the same; '
check "none differs" not_said 'DIFFERS'
check "the published folder is left alone" [ ! -e results/tiny/verify.json ]
check "and no worktree is left" no_worktree
sed -i 's/"bytecodes":[[:space:]]*[0-9]*/"bytecodes": 7/' results/tiny/exact.json
"${MAKE:-make}" --no-print-directory verify-results DIR=results/tiny >"$log" 2>&1
check "an altered figure fails" [ $? != 0 ]
check "and is named" said 'DIFFERS .*bytecodes: 7, again'

# --- what a side may be ---
check "without sides it says how to ask" ab fails
check "and names both" said 'usage: make ab A=SIDE B=SIDE'
check "an unknown revision is refused" ab fails A=nowhere B=.
check "by name" said 'there is no revision nowhere'
check "a config that a revision has not is refused" ab fails A=HEAD:knot-tagged-gcc B=.
check "by its file" said 'HEAD has no dispatch/knot.c, so no config knot-tagged-gcc'
check "an axis is no flag" ab fails A=.:TOS=1 B=.
check "and the name is pointed to" said 'an axis is a part of the config'
git rm -q --cached bench/report.mk && git commit -q -m old && git tag old && git reset -q HEAD~1
check "a revision too old is refused" ab fails A=old B=.
check "with what it lacks" said 'old has no `make config-layouts` yet'

# --- the same binaries ---
echo 'More words.' >>README.md
commit words
check "a change of words is no change" ab 0 A=HEAD~1 B=HEAD
check "of the binaries" said 'the same binaries, byte for byte'
check "and leaves no worktree" no_worktree

# --- a change of one handler ---
awk '/^op\(UNARY_NOT,/ { inside = 1 }
    inside && /is_bool/ { print "    if (operand == VALUE_TRUE) result = VALUE_FALSE;"
                          print "    else if (operand == VALUE_FALSE) result = VALUE_TRUE;"
                          print "    else SLOW();"; next }
    inside && /make_bool/ { inside = 0; next }
    { print }' vm/ops.def >changed && mv changed vm/ops.def
commit 'not otherwise'
check "a changed handler is measured" ab 0 A=HEAD~1 B=HEAD
check "one changed" said 'handlers and blocks they share, whose machine code changed: 1 of'
check "it is the one" said '^  UNARY_NOT  *changed .* bytes'
check "nothing else changed" said 'outside the dispatch unit whose machine code changed: 0 of'
check "exact counts are the same" said 'are the same in every program'
check "one layout gives no verdict" said 'no verdict (fewer than 5 layouts)'
run=$(sed -n 's/.*; data: //p' "$log" | tail -n 1)
check "the figures are kept" grep -q '"name":[[:space:]]*"UNARY_NOT"' "$run/ab.json"
samples=$(grep -c . "$run/samples.jsonl")
check "the same command goes on" ab 0 A=HEAD~1 B=HEAD ROUNDS=3
check "where it was" said "$samples samples are there already"
check "with one more round" said 'after round 3'
sed -i '0,/"execution_hash":.*/s//"execution_hash": "0",/' "$run/work.json"
check "other bytecodes are refused" ab fails A=HEAD~1 B=HEAD ROUNDS=3
check "by program" said 'mine executes other bytecodes'
check "unless they are the change" ab 0 A=HEAD~1 B=HEAD ROUNDS=3 BYTECODE=differs

# --- a working tree that prints otherwise ---
sed -i 's/"True" : "False"/"True" : "Wrong"/' vm/types/bool.c
check "other output is refused" ab fails A=HEAD B=.
check "by program" said 'mine prints differently under A and B'
check "and not measured" not_said 'after round'
check "the working tree is as it was" [ "$(git status --porcelain)" = ' M vm/types/bool.c' ]

# --- Ctrl-C while it builds ---
# All processes of the terminal's group get the signal, as they would there.
env --default-signal=INT setsid "${MAKE:-make}" --no-print-directory ab DISPATCH=table A=HEAD B=HEAD:CFLAGS=-DOTHER=1 \
    LAYOUTS=1 PROGRAMS=mine.py >"$log" 2>&1 &
group=$!
tries=0
while [ -z "$(find build/worktree-*-b/build/obj -name '*.o' -newer mine.py 2>/dev/null | head -n 1)" ] &&
    [ $tries -lt 200 ] && kill -0 $group 2>/dev/null; do
    sleep 0.1
    tries=$((tries + 1))
done
check "it builds in a worktree" [ "$(git worktree list | wc -l)" -gt 1 ]
env kill -INT -- -$group
wait $group
check "Ctrl-C ends it" [ $? != 0 ]
check "and leaves no worktree" no_worktree
git checkout -q vm/types/bool.c

checks_end
