#!/bin/sh
# The peers print what the programs print; whole processes are timed beside them, a call is never made twice,
# and what is not installed, has no twin or prints otherwise is said.
# usage: test_whole.sh MAKE SCRATCH_FOLDER INTERPRETER
set -u
. "$(dirname "$0")/../check.sh"
make=$1
scratch=$2
interpreter=$3
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

whole() {
    $make --no-print-directory whole CONFIGS=goto-tagged-gcc WHOLE_LAYOUTS=1 WHOLE_ROUNDS=1 SEED=5 SIZE=6 "$@" \
        >"$scratch/log" 2>&1
}
said() { grep -q -e "$1" "$scratch/log"; }
field() { # FOLDER EXPRESSION of the result, in Python
    /usr/bin/python3.11 -S -c "import json, sys; r = json.load(open(sys.argv[1])); print($2)" "$1/whole.json"
}

# --- the twins ---
lua=$(command -v lua5.4 || true)
luajit=$(command -v luajit || true)
[ -n "$lua" ] || echo "test_whole: lua5.4 is not installed: its twins are not compared"
[ -n "$luajit" ] || echo "test_whole: luajit is not installed: its twins are not compared"
number=0
for twin in bench/peers/*.lua; do
    name=$(basename "$twin" .lua)
    [ "$name" != start-up ] || continue
    number=$((number + 1))
    for size in 1 2 3 5 8; do
        "$interpreter" bench/programs/"$name".py $size >"$scratch/ours" 2>/dev/null
        for peer in "$lua" "${luajit:+$luajit -joff}"; do
            [ -n "$peer" ] || continue
            $peer "$twin" $size >"$scratch/theirs" 2>&1
            check "$peer $twin $size prints what $name.py prints" cmp -s "$scratch/ours" "$scratch/theirs"
        done
    done
done
check "there are at least six twins" [ $number -ge 6 ]

command -v hyperfine >/dev/null || {
    echo "test_whole: hyperfine is not installed: nothing is timed"
    checks_end
    exit
}

# --- the result ---
peers=$(printf "%s\n" "$lua" "$luajit" | grep -c .)
whole WHOLE_ROUNDS=2 PROGRAMS="fib trees" RESULT="$scratch/two"
check "a run ends well" [ $? = 0 ]
check "a line a call" [ "$(grep -c '"hyperfine"' "$scratch/two/whole/hyperfine.jsonl")" = 6 ]
check "every program has a cell for every arm" [ "$(field "$scratch/two" "[(p['name'], len(p['cells'])) for p in r['programs']]")" = "[('fib', $((2 + peers))), ('trees', $((2 + peers))), ('start-up', $((2 + peers)))]" ]
check "times are times" [ "$(field "$scratch/two" "all(c['seconds'] > 0 and c['processes'] == 2 for p in r['programs'] for c in p['cells'])")" = True ]
check "CPython is what the others are compared with" [ "$(field "$scratch/two" "r['baseline'][:9]")" = "CPython 3" ]
check "start-up is no part of the means" [ "$(field "$scratch/two" "set(m['programs'] for m in r['means'])")" = "{2}" ]
check "the manifest says what ran" grep -q '"sha256":' "$scratch/two/whole/manifest.json"

# --- the report ---
cp "$scratch/two/whole.json" "$scratch/two/whole/"
build/bench/report "$scratch/two/whole" >"$scratch/log" 2>&1
check "a report shows it" [ $? = 0 ]
check "with what the peers call themselves" [ "$(grep -c '^- `lua' "$scratch/two/whole/report.md")" = $peers ]
check "and a row for start-up" [ "$(sed -n '/^## Whole/,$p' "$scratch/two/whole/report.md" | grep -c '^| `start-up`')" = 1 ]
rm "$scratch/two/whole/whole.json"

# --- going on ---
rm "$scratch/two/whole.json"
head -c -100 "$scratch/two/whole/hyperfine.jsonl" >"$scratch/torn"
cp "$scratch/torn" "$scratch/two/whole/hyperfine.jsonl"
whole WHOLE_ROUNDS=2 PROGRAMS="fib trees" RESULT="$scratch/two"
check "a torn line is run again" [ "$(grep -c '"hyperfine"' "$scratch/two/whole/hyperfine.jsonl")" = 6 ]
check "and nothing else" said '5 calls are there already'
whole WHOLE_ROUNDS=2 PROGRAMS="fib trees" RESULT="$scratch/two"
check "a result is never made again" said 'never edited'

# --- one's own program, which has no twin; and a peer that is not there ---
echo 'print("mine")' >"$scratch/mine.py"
whole PROGRAMS="$scratch/mine.py" LUA=no-lua RESULT="$scratch/own"
check "one's own is timed" [ "$(field "$scratch/own" "[len(p['cells']) for p in r['programs'] if p['name'] == 'mine']")" = "[2]" ]
check "what is missing is named" [ "$(field "$scratch/own" "r['not_installed']")" = "['no-lua']" ]
check "and said" said 'no-lua is not installed'

# --- a peer that prints something else ---
if [ -n "$lua" ]; then
    cp -r bench/peers "$scratch/peers"
    echo 'print("fib(6) = 9")' >"$scratch/peers/fib.lua"
    whole PROGRAMS=fib PEERS="$scratch/peers" RESULT="$scratch/wrong"
    check "another output is refused" [ $? != 0 ]
    check "by name" said 'fib: not all print the same'
    check "and leaves no result" [ ! -e "$scratch/wrong/whole.json" ]
fi

# --- without hyperfine ---
whole HYPERFINE=no-hyperfine RESULT="$scratch/without"
check "without hyperfine it is skipped" [ $? = 0 ]
check "with the reason" grep -q '^{"skipped": "no-hyperfine is not installed' "$scratch/without/whole.json"

checks_end
