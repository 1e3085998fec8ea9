#!/bin/sh
# The micro-benchmarks answer the same under CPython and in every build; the same is executed whatever the
# strategy; a process is never run twice, and a wrong answer stops everything.
# usage: test_micro.sh MAKE SCRATCH_FOLDER, for builds whose objects the other tests have made
set -u
. "$(dirname "$0")/../check.sh"
make=$1
scratch=$2
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

micro() { $make --no-print-directory micro MICRO_LAYOUTS=1 ITERATIONS=1 SEED=5 "$@" >"$scratch/log" 2>&1; }
said() { grep -q -e "$1" "$scratch/log"; }
field() { # EXPRESSION of the result, in Python
    /usr/bin/python3.11 -S -c "import json, sys; r = json.load(open(sys.argv[1])); print($2)" "$1/micro.json"
}

# --- answers ---
cat >"$scratch/answers.py" <<'END'
import sys
for path in sys.argv[1:]:
    names = {'__name__': 'micro'}
    exec(compile(open(path).read(), path, 'exec'), names)
    result = names['RESULT'] if 'RESULT' in names else names['run'](names['COUNT'])
    if result != names['ANSWER'] or type(result) is not type(names['ANSWER']):
        sys.exit('%s answers %r, not %r' % (path, result, names['ANSWER']))
    if 'run' in names and not names['ITERATIONS'] * names['OPERATIONS'] > 0 < len(names['__doc__']):
        sys.exit('%s does not say what it is' % path)
END
check "the answers are CPython's" /usr/bin/python3.11 -S -W ignore "$scratch/answers.py" bench/micro/*.py bench/micro/text/*.py

# --- counts ---
micro CONFIGS="goto-boxed-gcc switch-boxed-gcc" MICRO_ROUNDS=2 RESULT="$scratch/two"
check "two builds run" [ $? = 0 ]
counts=$scratch/two/micro/counts
check "the same is counted whatever the strategy" cmp -s "$counts-goto-boxed-gcc.txt" "$counts-switch-boxed-gcc.txt"
check "every benchmark in Python executes bytecodes" sh -c "! grep -e '^[a-z_]*add' -e '^call' '$counts-goto-boxed-gcc.txt' | grep -q 'bytecodes=0 '"
check "no line is missing" [ "$(grep -c ' bytecodes=[0-9]* boxes=[0-9]* allocations=[0-9]* bytes=' "$counts-goto-boxed-gcc.txt")" = $(($(ls bench/micro/*.py | wc -l) + 13)) ]
check "a boxed sum is a box" grep -q '^int_add bytecodes=[0-9]* boxes=16384 ' "$counts-goto-boxed-gcc.txt"
check "a tuple an operation is an allocation" grep -q '^allocate bytecodes=[0-9]* boxes=0 allocations=1638[4-9] ' "$counts-goto-boxed-gcc.txt"
check "a walk is as long as its footprint says" grep -q '^dispatch_mixed/65536 bytecodes=655[0-9][0-9] ' "$counts-goto-boxed-gcc.txt"

# --- the result ---
check "every benchmark has a cell for every arm" [ "$(field "$scratch/two" "set(len(b['cells']) for b in r['benchmarks'])")" = "{4}" ]
check "times are times" [ "$(field "$scratch/two" "all(c['seconds'] > 0 for b in r['benchmarks'] for c in b['cells'])")" = True ]
check "counts join the result" [ "$(field "$scratch/two" "[b['counts']['goto-boxed-gcc']['boxes'] for b in r['benchmarks'] if b['name'] == 'int_add']")" = "[16384]" ]
check "each process is one line" [ "$(grep -c '"google"' "$scratch/two/micro/google.jsonl")" = 8 ]
check "which names config, commit and sha256" [ "$(grep -c '"commit":"[^"]*".*"config":"[a-z]*-boxed-gcc".*"sha256":"[0-9a-f]\{64\}"' "$scratch/two/micro/google.jsonl")" = 8 ]
check "and no host" sh -c "! grep -q host_name '$scratch/two/micro/google.jsonl'"
check "the remark on the library is explained" said 'none of them stands inside the timed loop'
micro CONFIGS="goto-boxed-gcc switch-boxed-gcc" MICRO_ROUNDS=2 RESULT="$scratch/two"
check "a result is never made again" said 'never edited'

# --- the report ---
cp "$scratch/two/micro.json" "$scratch/two/micro/"
build/bench/report "$scratch/two/micro" >"$scratch/log" 2>&1
check "a report shows it" [ $? = 0 ]
check "with a row for each" [ "$(grep -c '^| `int_add` |' "$scratch/two/micro/report.md")" -ge 2 ]
check "and its pictures" [ "$(grep -c 'instructions in the loop' "$scratch/two/micro/report.html")" -ge 2 ]
rm "$scratch/two/micro/micro.json"

# --- going on ---
rm "$scratch/two/micro.json"
head -c -100 "$scratch/two/micro/google.jsonl" >"$scratch/torn"
cp "$scratch/torn" "$scratch/two/micro/google.jsonl"
micro CONFIGS="goto-boxed-gcc switch-boxed-gcc" MICRO_ROUNDS=2 RESULT="$scratch/two"
check "a torn line is run again" [ "$(grep -c '"google"' "$scratch/two/micro/google.jsonl")" = 8 ]
check "and nothing else" said '7 processes are there already'

# --- one's own, and wrong ones ---
cat >"$scratch/mine.py" <<'END'
"""mine: nothing much"""
COUNT = ITERATIONS = OPERATIONS = 1
def run(count): return count
ANSWER = 1
END
sed 's/ANSWER = 1/ANSWER = 2/' "$scratch/mine.py" >"$scratch/wrong.py"
micro CONFIGS=goto-boxed-gcc MICRO_ROUNDS=1 MICRO="$scratch/mine.py call" RESULT="$scratch/own"
check "one's own is measured, with those it names" [ "$(field "$scratch/own" "[b['name'] for b in r['benchmarks']]")" = "['call', 'mine']" ]
micro CONFIGS=goto-boxed-gcc MICRO_ROUNDS=1 MICRO="$scratch/wrong.py" RESULT="$scratch/bad"
check "a wrong answer stops everything" [ $? != 0 ]
check "and is told" said 'it answers 1, not 2'
check "and leaves no result" [ ! -e "$scratch/bad/micro.json" ]
micro CONFIGS=goto-boxed-gcc MICRO=absent RESULT="$scratch/absent"
check "an unknown name is refused" said 'there is no micro-benchmark absent'

# --- without the library ---
mkdir "$scratch/bin"
printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/g++"
chmod +x "$scratch/bin/g++"
PATH=$scratch/bin:$PATH micro CONFIGS=goto-boxed-gcc RESULT="$scratch/without"
check "without the library it is skipped" [ $? = 0 ]
check "by name" grep -q '^{"skipped": ".*libbenchmark-dev' "$scratch/without/micro.json"

checks_end
