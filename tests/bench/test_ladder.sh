#!/bin/sh
# `make ladder`, tiny: two builds and a program of one's own. What changes, what it costs, what was counted.
# usage: test_ladder.sh MAKE SCRATCH_FOLDER   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
make=$1
scratch=$2
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

ladder() {
    $make --no-print-directory ladder RESULT="$scratch/result" LADDER_LAYOUTS=1 LADDER_ROUNDS=2 SEED=5 "$@" \
        >"$scratch/log" 2>&1
}
field() { # EXPRESSION of the result, in Python
    /usr/bin/python3.11 -S -c "import json, sys; r = json.load(open(sys.argv[1])); print($1)" "$scratch/result/ladder.json"
}
is() { [ "$(field "$1")" = "$2" ]; }

echo 'total = 0
for i in range(20000): total += i
print(total)' >"$scratch/mine.py"

ladder LADDER="switch-boxed-gcc" PROGRAMS="$scratch/absent.py"
check "a missing program is named" grep -q 'no program .*absent.py' "$scratch/log"
check "and nothing is written" [ ! -e "$scratch/result/ladder.json" ]
ladder LADDER="switch-boxed-gcc goto-tagged-gcc" PROGRAMS="$scratch/mine.py fib" SIZE=5
check "it ends well" [ $? = 0 ]
check "rungs are in their order" is '[x["name"] for x in r["rungs"]]' "['switch-boxed-gcc', 'goto-tagged-gcc', 'C twin']"
check "what changes is read off the names" is 'r["rungs"][1]["change"]' 'dispatch: switch → goto; values: boxed → tagged'
check "and how much" is 'r["rungs"][1]["changes"]' 2
check "both programs are there" is '[x["name"] for x in r["programs"]]' "['mine', 'fib']"
check "each with its times" is 'all(x["rungs"][1]["of_above"]["ratio"] > 0 for x in r["programs"])' True
check "the first and the above are one on the second rung" \
    is 'r["mean"]["rungs"][1]["of_above"]["ratio"] == r["mean"]["rungs"][1]["of_first"]["ratio"]' True
check "C is compared where it has a twin" is '["of_above" in x["rungs"][2] for x in r["programs"]]' "[False, True]"
check "a table is printed" grep -q '^| dispatch: switch → goto' "$scratch/log"
check "one layout gets no verdict" grep -q 'no verdict' "$scratch/log"
if command -v valgrind >/dev/null; then
    check "instructions stand beside it, and fewer" is 'r["mean"]["rungs"][1]["instructions_of_above"]["ratio"] < 1' True
    check "C's are counted where it has a twin" is '["instructions_of_above" in x["rungs"][2] for x in r["programs"]]' "[False, True]"
    check "over the timed part of the rung above" is \
        'r["programs"][1]["rungs"][2]["instructions_of_above"]["counted"]' timed
    check "and are far fewer" is '0 < r["mean"]["rungs"][2]["instructions_of_above"]["ratio"] < 0.1' True
    check "C's rung shows them" grep -q '^| no interpreter: C .* timed part' "$scratch/log"
else
    check "what was not counted is said" grep -q 'not counted' "$scratch/log"
fi
check "no folder of this machine is named" sh -c "! grep -q \"$PWD\" $scratch/result/ladder.json"
cp "$scratch/result/ladder.json" "$scratch/before"
ladder LADDER="switch-boxed-gcc goto-tagged-gcc" PROGRAMS=fib
check "a finished ladder is refused" grep -q 'never edited' "$scratch/log"
check "and left alone" cmp -s "$scratch/before" "$scratch/result/ladder.json"

checks_end
