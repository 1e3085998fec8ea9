#!/bin/sh
# Two result folders compared, and one judged against a run of it again: what is unlike is refused by name,
# and a figure that was altered is found. Builds and programs are shell scripts, as in test_driver.sh.
# usage: test_compare.sh TOOLS_FOLDER SCRATCH_FOLDER
set -u
. "$(dirname "$0")/../check.sh"
tools=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2"
cd "$2" || exit 2

said() { grep -q -- "$1" log; }
status_is() { # STATUS COMMAND...
    expected=$1
    shift
    "$@" >log 2>&1
    [ $? = "$expected" ]
}

# Five layouts of two builds; the time a program prints depends on build, layout and padding.
for build in switch goto; do
    mkdir -p build/$build-boxed-gcc
    echo 'compiler: gcc 12.2.0' >build/$build-boxed-gcc/flags
    for layout in 1 2 3 4 5; do
        mkdir build/$build-boxed-gcc/layout-$layout
        printf '#!/bin/sh\nBUILD=%s LAYOUT=%s\n. "./$1"\n' $build $layout \
            >build/$build-boxed-gcc/layout-$layout/sevenstep
        chmod +x build/$build-boxed-gcc/layout-$layout/sevenstep
    done
done
for program in one two; do
    echo 'echo 42; [ $BUILD = goto ] && whole=3 || whole=5; echo "seconds: 0.$whole$LAYOUT${#PADDING}" >&2' >$program.sh
done
arm() { echo "build=$1-boxed-gcc:$(seq -s , -f "build/$1-boxed-gcc/layout-%g/sevenstep" 1 5)"; }
mkdir first
"$tools/manifest" out=first/manifest.json rounds=5 seed=7 program=one:one.sh: program=two:two.sh: "$(arm switch)" "$(arm goto)"
"$tools/driver" first 2>log
check "there is a result to compare" [ $? = 0 ]
cat >first/exact.json <<'END'
{"programs": [{"name": "one", "runs": [{"config": "goto-boxed-gcc", "bytecodes": 1234, "execution_hash": "00ff"}]},
              {"name": "two", "runs": [{"config": "goto-boxed-gcc", "bytecodes": 99}]}]}
END
again() { # NAME: the same result under another name
    rm -rf "$1"
    cp -r first "$1"
}

# --- compare ---
again second
check "a result and its copy compare" status_is 0 "$tools/compare" first second
check "their exact figures are equal" said 'exact.json: 3 equal, 0 differ'
check "times are marked" said 'NOT INTERLEAVED'
check "equal times are 1" said 'geometric mean  *1\.000'
check "the same binaries are said to be so" said 'goto-boxed-gcc (the same binaries'
sed -i 's/1234/1300/' second/exact.json
check "a differing figure" status_is 0 "$tools/compare" first second
check "is named with both values" said 'programs/one/runs/goto-boxed-gcc/bytecodes: 1234 -> 1300 (x 1\.0535)'
check "one alone" said 'exact.json: 2 equal, 1 differ'
again second
sed -i 's/"processor":.*/"processor": "Abacus",/' second/manifest.json
check "unlike machines are refused" status_is 2 "$tools/compare" first second
check "by name" said 'machine: processor differs: .* in A, "Abacus" in B'
check "unless forced" status_is 0 "$tools/compare" --force first second
check "and then marked" said 'UNLIKE machines'
again second
sed -i 's/gcc 12.2.0/gcc 13.1.0/' second/manifest.json
check "unlike compilers are refused" status_is 2 "$tools/compare" first second
check "by name as well" said 'compiler: gcc differs: "gcc 12.2.0" in A, "gcc 13.1.0" in B'
again second
sed -i 's/goto-boxed-gcc"/direct-boxed-gcc"/; s/"two"/"three"/' second/manifest.json
sed -i 's/"goto-boxed-gcc"/"direct-boxed-gcc"/; s/"two"/"three"/' second/samples.jsonl
check "results with other builds and programs compare" status_is 0 "$tools/compare" first second
check "a build of one alone is named" said 'only in second: build direct-boxed-gcc'
check "and of the other" said 'only in first: build goto-boxed-gcc'
check "so is a program" said 'only in first: program two'
again second
sed -i '0,/"size":.*/s//"size": "17",/' second/manifest.json
check "a program of another size" status_is 0 "$tools/compare" first second
check "is left out" said 'left out: one is another program or has another size'
check "a folder without a result is refused" status_is 2 "$tools/compare" first nowhere

# --- judge ---
echo '{"mean": {"rungs": [{"build": "goto", "of_above": {"ratio": 0.8, "low": 0.7, "high": 0.9}}]}}' >first/ladder.json
mkdir run
cp first/manifest.json first/exact.json first/ladder.json run/
"$tools/driver" run 2>log
check "a run again holds" status_is 0 "$tools/verify" judge first run
check "and says how much of it" said '^held: 3 of 3 exact figures the same; 1 of 1 means and 3 of 3 cells'
check "binaries are compared" said '10 of 10 binaries are the published ones'
check "the figures are kept" grep -q '"cells_held":[[:space:]]*3' run/verify.json
sed -i 's/0\.[789]/1&/g' run/ladder.json
check "an interval of a part that is elsewhere does not hold" status_is 1 "$tools/verify" judge first run
check "and is named" said 'NOT HELD  ladder.json/mean/rungs/goto/of_above  *0\.800 .* again 10\.800'
rm run/ladder.json
check "nor one that is not there" status_is 1 "$tools/verify" judge first run
check "and is counted" said 'NOT RUN  *1 figures of'
cp first/ladder.json run/
sed -i 's/1234/1235/' run/exact.json
check "an altered count does not hold" status_is 1 "$tools/verify" judge first run
check "and is named" said 'DIFFERS .*one/runs/goto-boxed-gcc/bytecodes: 1234, again 1235'
check "and counted" said '^DID NOT HOLD: 2 of 3 exact'
cp first/exact.json run/
sed -i '/"arm":"goto/s/"seconds":0.3/"seconds":0.4/' run/samples.jsonl
check "an altered time does not hold" status_is 1 "$tools/verify" judge first run
check "and is named too" said 'NOT HELD  goto-boxed-gcc / switch-boxed-gcc: geometric mean'
cp first/samples.jsonl run/
sed -i '/layout-2\/sevenstep"/{n;s/"sha256":[[:space:]]*"../"sha256": "zz/}' run/manifest.json
check "other binaries alone are no failure" status_is 0 "$tools/verify" judge first run
check "and named" said 'OTHERS .*goto-boxed-gcc: 4 of 5'
again partly
sed -i '/"program":"two"/d' partly/samples.jsonl
check "a figure that was not run again does not hold" status_is 1 "$tools/verify" judge first partly
check "and is said to be so" said 'NOT RUN .*two'
again planned
sed -i 's/"commit":.*/"commit": "abc123",/' planned/manifest.json
check "a plan can be made" status_is 0 "$tools/verify" plan planned
check "it names the commit" said '^commit abc123$'
check "the builds" [ "$(grep -c '^config [a-z]*-boxed-gcc$' log)" = 2 ]
check "the schedule" [ "$(grep -c '^seed 7$\|^rounds 5$\|^layouts 5$' log)" = 3 ]
check "the programs, by their hashes" grep -q '^program two.sh [0-9a-f]*$' log
sed -i 's/"name":[[:space:]]*"goto-boxed-gcc"/"name": "goto; rm -rf x"/' planned/manifest.json
check "words that would be a command are refused" status_is 2 "$tools/verify" plan planned

checks_end
