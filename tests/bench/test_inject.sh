#!/bin/sh
# Injection and A/A, on builds whose times are known: shell scripts that print the seconds that their name, their
# layout and the round make. So every figure can be computed by hand. At last one real build: the place in the
# handler of one opcode is passed as often as the opcode is executed, and holds the instructions asked for.
# usage: test_inject.sh MAKE TOOLS_FOLDER SCRATCH_FOLDER
set -u
. "$(dirname "$0")/../check.sh"
make=$1
root=$PWD
tools=$(cd "$2" && pwd)
rm -rf "$3"
mkdir -p "$3"
cd "$3" || exit 2

said() { grep -q -- "$1" log; }
value() { # FILE STEP KEY: the figure of a step, as it stands in injection.json
    tr -d '\n\t ' <"$1" | sed 's/"step":/\n&/g' | grep "^\"step\":\"$2\"" | sed "s/.*\"programs_that_pass\"/&/; s/.*\"$3\":{\"value\":\([^,]*\),\"low\":\([^,]*\),\"high\":\([^,]*\),\"verdict\":\"\([^\"]*\)\".*/\1 \2 \3 \4/"
}

# A build is a script that knows its base time in microseconds: SECONDS + K * PRICE + 10 * layout, and what the round
# (a file that the program counts up) adds to all of them alike.
build() { # CONFIG LAYOUTS MICROSECONDS
    for layout in $(seq 1 "$2"); do
        mkdir -p "build/$1/layout-$layout"
        printf '#!/bin/sh\nTIME=%s\n. "./$1"\n' $(($3 + 10 * layout)) >"build/$1/layout-$layout/sevenstep"
        chmod +x "build/$1/layout-$layout/sevenstep"
    done
}
arm() { # CONFIG FIRST LAST
    echo "$1:$(seq "$2" "$3" | sed "s|.*|build/$1/layout-&/sevenstep|" | paste -sd ,)"
}
echo 'echo 42; echo "seconds: 0.$TIME" >&2' >one.sh
echo 'echo 43; echo "seconds: 0.$TIME" >&2' >two.sh
programs="program=one:one.sh: program=two:two.sh:"

# --- injection: 500,000 microseconds, 20 for each no-op in dispatch, none in check ---
base=goto-boxed-gcc
build $base 5 500000
arms="build=$(arm $base 1 5)"
for count in 0 2 4; do
    build $base-inject.dispatch.nop.$count 5 $((500000 + 20 * count))
    build $base-inject.check.load.$count 5 500000
    arms="$arms build=$(arm $base-inject.dispatch.nop.$count 1 5) build=$(arm $base-inject.check.load.$count 1 5)"
done
mkdir injected
"$tools/manifest" out=injected/manifest.json rounds=5 seed=3 timeout=5 $programs $arms
"$tools/driver" injected 2>log
{
    for program in one two; do
        echo "$base-inject.dispatch.nop.0 $program 1000 500"
        echo "$base-inject.check.load.0 $program 1000 2000"
    done
} >injected/passes.tsv
"$tools/inject" injected injected/injection.json >log 2>&1
check "injection is judged" [ $? = 0 ]
# 20 microseconds a no-op, over 1,000 bytecodes: 20 ns; passed every second time: 40 ns.
check "the price of a bytecode" sh -c "echo '$(value injected/injection.json dispatch ns_per_bytecode)' | awk '{ exit !(\$1 > 19.99 && \$1 < 20.01 && \$2 > 19.9 && \$3 < 20.1 && \$4 == \"higher\") }'"
check "the price of a pass" said '^dispatch  nop .* 0.500  20.000 \[20.000, 20.000\] *40.000 \[40.000, 40.000\]'
check "what costs nothing cannot be told" said '^check     load .* 2.000  cannot tell \[-\?0.000, -\?0.000\]'
check "cycles are given" said 'cycles a pass'
check "the empty place has its ratio" grep -q '"empty_place"' injected/injection.json
sed 's/ 500$/ 0/' injected/passes.tsv >passes
mv passes injected/passes.tsv
"$tools/inject" injected out.json >log 2>&1
check "a place that nothing passes is said to be so" said '^dispatch  nop .* never passed  *never passed'
rm out.json
sed -i '/dispatch.*two/d' injected/passes.tsv
"$tools/inject" injected out.json >log 2>&1
check "a missing count is named" said 'does not say how often dispatch of goto-boxed-gcc is passed in two'
rm injected/passes.tsv
"$tools/inject" injected out.json >log 2>&1
check "missing counts are named" said 'passes.tsv'
check "and nothing is written" [ ! -e out.json ]

# Without an empty place the untouched build stands for it; with 4 layouts there is no verdict.
mkdir few
"$tools/manifest" out=few/manifest.json rounds=4 seed=3 timeout=5 $programs "build=$(arm $base 1 4)" \
    "build=$(arm $base-inject.dispatch.nop.4 1 4)"
"$tools/driver" few 2>log
echo "$base-inject.dispatch.nop.4 one 1000 1000
$base-inject.dispatch.nop.4 two 1000 1000" >few/passes.tsv
"$tools/inject" few few/injection.json >log 2>&1
check "the untouched build stands for none" said '^dispatch  nop .* 1.000  20.000 .*no verdict'

# --- A/A: a build, itself again, its rebuilds; one slowed by 3 % as a whole, one by 5 % in one program ---
build $base 10 500000
build $base-inject.dispatch.nop.2 5 515000
build $base-inject.decode.nop.4 5 525000
mkdir aa
"$tools/manifest" out=aa/manifest.json rounds=5 seed=3 timeout=5 $programs "build=$(arm $base 1 5)" again=$base \
    "relaid=$(arm $base 6 10)" "build=$(arm $base-inject.dispatch.nop.2 1 5)" \
    "build=$(arm $base-inject.decode.nop.4 1 5)" only=$base-inject.decode.nop.4:two
"$tools/driver" aa 2>log
check "a build that runs one program runs that alone" [ "$(grep -c 'decode.nop.4' aa/samples.jsonl)" = 5 ]
"$tools/aa" aa aa/aa.json >log 2>&1
check "A/A is judged" [ $? = 0 ]
check "the same binaries claim nothing" said 'again *0 of  2 cells claim a difference; geometric mean 1.0000 \[1.0000, 1.0000\]'
# The rebuilds' layouts are 50 microseconds slower, each and every one: that is a claim.
check "rebuilds that differ claim it" said 'relaid *2 of  2 cells claim a difference; geometric mean 1.0001'
check "claims are counted" said '^A/A: 2 of 4 cells claim a difference; at 5 % up to 2 would'
check "and not too many of so few" grep -q "\"consistent_with_5_percent\":	true" aa/aa.json
check "the floor is printed" said '^the floor: 0.01 % of a cell, 0.01 % of a geometric mean'
check "the slowed mean is found" said 'geometric mean 1.0300 \[1.0300, 1.0300\] found slower'
check "the slowed cells are found" said '^slowed: 1 of 1 cells found slower (100 %)'
"$tools/aa" injected out.json >log 2>&1
check "without repeats there is nothing to judge" said 'no build that was run against itself'

# --- how many instructions slow a build by so much ---
mkdir sweep
build $base-inject.dispatch.nop.8 5 540000
"$tools/manifest" out=sweep/manifest.json rounds=5 seed=3 timeout=5 $programs "build=$(arm $base 1 5)" \
    "build=$(arm $base-inject.dispatch.nop.2 1 5)" "build=$(arm $base-inject.dispatch.nop.8 1 5)"
"$tools/driver" sweep 2>log
"$tools/aa" --counts sweep $base 0.05 >counts # 3 % at 2, 8 % at 8: 5 % lies between, at 4.4
check "between two counts" [ "$(tr '\n' ' ' <counts)" = "one 4 two 4 - 4 " ]
"$tools/aa" --counts sweep $base 0.16 >counts # beyond the last, on its line
check "beyond the last" [ "$(tr '\n' ' ' <counts)" = "one 16 two 16 - 16 " ]

# --- the axis ---
cd "$root" || exit 2
for wrong in dispatch dispatch:nop dispatch:nop:x dispatch:jump:1 walk:nop:1 dispatch:nop:65 dispatch:nop:1:NO_SUCH_OP \
    dispatch:nop:1:NOP:1; do
    $make --no-print-directory INJECT=$wrong >"$3/log" 2>&1
    check "INJECT=$wrong is refused" [ $? != 0 ]
    check "in one line" [ "$(grep -c 'INJECT=' "$3/log")" = 1 ]
done
config=goto-tagged-gcc-inject.compute.load.3.BINARY_OP_ADD
$make --no-print-directory DISPATCH=goto VALUE=tagged CC=gcc INJECT=compute:load:3:BINARY_OP_ADD >"$3/log" 2>&1
check "an injected build is built" [ -x build/$config/sevenstep ]
echo 'print(sum([i + 1 for i in range(1000)]))' >"$3/add.py"
build/$config/sevenstep -X stats "$3/add.py" >"$3/log" 2>&1
check "and says the same" grep -qx 500500 "$3/log"
check "its place is passed as often as the opcode runs" \
    [ "$(sed -n 's/^injected places passed: //p' "$3/log")" = "$(awk '$1 == "BINARY_OP_ADD" { print $2 }' "$3/log")" ]
check "and holds three loads" [ "$(objdump -d --no-show-raw-insn build/$config/dispatch.o | awk '
    /mov +\(%rsp\),%r/ { run++; if (run == 3) found++; next } { run = 0 } END { print found + 0 }')" = 1 ]

checks_end
