#!/bin/sh
# What the probes count by site: exact counts of a program counted by hand; the same in builds that differ in
# dispatch alone; the balance of the boxing ledger between representations; files that cannot be written.
# usage: test_counts.sh COUNTS_TOOL SCRATCH BOXED BOXED2 TAGGED...   (configs; BOXED and BOXED2 differ in dispatch)
set -u
. "$(dirname "$0")/../check.sh"
tool=$1
scratch=$2
boxed=$3
boxed2=$4
tagged=$5
shift 5
rm -rf "$scratch"
mkdir -p "$scratch" || exit 2
refused() { ! "$@" 2>/dev/null; }
probe() { # CONFIG OPTION ARGUMENTS...
    config=$1 option=$2
    shift 2
    env -i PYTHONHASHSEED=0 "build/$config/sevenstep" -X "$option" "$@" </dev/null
}

# --- counted by hand: a loop of 1000, one float box a multiplication and one an addition ---
cat >"$scratch/hand.py" <<'END'
x = 0.0
def work():
    x = 0.0
    for i in range(1000):
        x = x + i * 1.5
    return x
def border():
    for i in range(300, 400):
        abs(-i)
def calls():
    yield len([])
    yield [int() for i in (1, 2)]
work()
border()
list(calls())
END
site() { # FILE LINE OPCODE: what was counted there
    grep "\"line\":$2,\"opcode\":\"$3\"" "$scratch/$1"
}
has() { # FILE LINE OPCODE TEXT
    site "$1" "$2" "$3" | grep -F -q -- "$4"
}
hasnt() { ! has "$@"; }
for config in "$boxed" "$boxed2" "$tagged" "$@"; do
    probe "$config" "stats=$scratch/$config.json" "$scratch/hand.py" || echo "FAIL $config does not run"
done
check "range makes ints" has "$boxed.json" 4 FOR_ITER '"made":{"int":743},"avoided":{"int":257}'
check "range makes ints, tagged" has "$tagged.json" 4 FOR_ITER '"avoided":{"int":1000}'
check "no int is boxed, tagged" hasnt "$tagged.json" 4 FOR_ITER '"made"'
for config in "$boxed" "$tagged"; do
    check "$config: a product is boxed, and opened by the addition" has "$config.json" 5 BINARY_OP_MULTIPLY \
        '"made":{"float":1000}'
    check "$config: soon" has "$config.json" 5 BINARY_OP_MULTIPLY '"opened_soon":{"float":1000}'
    check "$config: a sum is boxed" has "$config.json" 5 BINARY_OP_ADD '"made":{"float":1000}'
    check "$config: and opened 9 instructions later, not soon" hasnt "$config.json" 5 BINARY_OP_ADD '"opened_soon"'
    check "$config: unboxed by the product: an int, a float" has "$config.json" 5 BINARY_OP_MULTIPLY \
        '"unboxed":{"int":'
    check "$config: executed" has "$config.json" 5 BINARY_OP_MULTIPLY '"executed":1000'
    check "$config: C is called" has "$config.json" 9 CALL '"calls":{"C functions":100}'
    check "$config: generators" grep -F -q '"generators resumed":3' "$scratch/$config.json"
done
check "abs boxes again what it unboxed" has "$boxed.json" 9 CALL '"reboxed":{"int":100}'
check "and not when tagged" hasnt "$tagged.json" 9 CALL '"reboxed"'

# --- dispatch does not change a count; the config's own name is a str of its length ---
plain() {
    sed 's/"config":"[^"]*"//; s/"sizes":.*"opened_within"//; s/"bytes_allocated":[0-9]*//; s/"bytes":[0-9]*//g' \
        "$scratch/$1.json" >"$scratch/$1.plain"
    grep -q '"executed":1[0-9]*00[,}]' "$scratch/$1.plain" && cat "$scratch/$1.plain"
}
same() {
    plain "$1" >"$scratch/one" && plain "$2" >"$scratch/other" && cmp "$scratch/one" "$scratch/other"
}
check "$boxed and $boxed2 count the same" same "$boxed" "$boxed2"
for config in "$@"; do check "$tagged and $config count the same" same "$tagged" "$config"; done
probe "$boxed" "stats=$scratch/again.json" "$scratch/hand.py"
# Where collections fall is chance; what the sites do is not, though free lists run empty elsewhere.
for config in "$boxed" "$boxed2"; do
    probe "$config" "stats=$scratch/long-$config.json" bench/programs/nbody.py 1500 >"$scratch/printed" 2>&1
    sed 's/,"collections":[0-9]*//g; s/"again":{.*},"opcodes"/"opcodes"/' "$scratch/long-$config.json" \
        >"$scratch/$config-long.json"
    check "$config collects" grep -q '"collections":' "$scratch/long-$config.json"
    check "$config runs out of cells" grep -q '"again":{"unboxed"' "$scratch/long-$config.json"
done
check "$boxed and $boxed2 count the same over collections" same "$boxed-long" "$boxed2-long"
check "a second run counts the same, to the byte" cmp "$scratch/again.json" "$scratch/$boxed.json"

# --- CPython's names ---
probe "$boxed" "pystats=$scratch/text" "$scratch/hand.py"
number() { sed -n "s/^$1 : //p" "$scratch/text" | grep . || echo "no $1"; }
sum() { sed -n "s/^opcode\[[A-Z_0-9]*\]\.$1.* : //p" "$scratch/text" | awk '{ sum += $1 } END { print sum }'; }
executed=$(sed -n 's/.*"executed":\([0-9]*\),"execution_hash".*/\1/p' "$scratch/$boxed.json")
check "lines are key : number" refused grep -v '^[^:]* : [0-9]*$' "$scratch/text"
check "keys are CPython's, or say that they are not" refused grep -v \
    '^opcode\[[A-Z_0-9]*\]\.\|^Calls to \|^Frames pushed \|^Object allocations\|^sevenstep ' "$scratch/text"
check "opcodes add up" [ "$(sum execution_count)" = "$executed" ]
check "pairs add up, but for entries from C" \
    [ "$(($(sum pair_count) + $(number 'Calls to PyEval_EvalDefault')))" = "$executed" ]
check "allocations add up" [ "$(number 'Object allocations')" = $(($(number 'Object allocations to 512 bytes') + \
    $(number 'Object allocations to 4 kbytes') + $(number 'Object allocations over 4 kbytes'))) ]

# --- what cannot be written is said before the program runs, and leaves nothing ---
check "no such folder" refused probe "$boxed" "stats=$scratch/none/x" -c 'open("'"$scratch/ran"'", "w")'
check "the program did not run" [ ! -e "$scratch/ran" ]
check "a full disk is an error" refused probe "$boxed" stats=/dev/full -c pass
check "/dev/full is still there" [ -c /dev/full ]
check "no file is left behind" [ -z "$(find "$scratch" -name '*.new')" ]

# --- the balance: avoided(tagged) - avoided(boxed) = made(boxed) - made(tagged), site by site ---
programs=
for entry in fib:10 loop:50 sieve:200 nqueens:4 fannkuch:4 mandelbrot:6 nbody:5 spectral:5 matmul:6 trees:4 \
    words:100 classes:5 pipeline:50; do
    programs="$programs ${entry%:*}:bench/programs/${entry%:*}.py:${entry#*:}"
done
for path in tests/language/[0-9]*.py; do
    case $path in # what they execute hangs on when something is collected, or when a signal or a process comes
    *534_gc_module.py | *673_signals_locks.py | *91[0-3]_*.py) continue ;;
    esac
    programs="$programs $(basename "$path" .py):$path:"
done
balance() { # SECOND_CONFIG SECOND_PROBE
    "$tool" "$scratch" "$boxed=build/$boxed/sevenstep-probe" "$1=$2" -- $programs >"$scratch/out" 2>"$scratch/err"
}
balance "$tagged" "build/$tagged/sevenstep-probe"
check "no complaint but of programs that end with a status, as they should" \
    refused grep -v 'it ended with status [0-9]*$' "$scratch/err"
check "the balance holds" grep -q '^The balance holds at every site' "$scratch/out"
check "every program is in it" [ "$(grep -c "^| [a-z0-9_]* | $tagged " "$scratch/out")" = "$(echo $programs | wc -w)" ]
check "counts.json is there" grep -q '"sequences":' "$scratch/counts.json"
check "counts.md is what was printed" cmp -s "$scratch/out" "$scratch/counts.md"

# A probe that forgets an avoided box is found out; one that crashes loses its rows alone.
cat >"$scratch/forgetful" <<END
#!/bin/sh
build/$tagged/sevenstep-probe "\$@" && sed -i 's/"avoided":{"int":1000}/"avoided":{"int":999}/' "\${2#stats=}"
END
chmod +x "$scratch/forgetful"
programs="hand:$scratch/hand.py:"
balance forgetful "$scratch/forgetful"
check "an imbalance is seen" grep -q 'At these 1 sites' "$scratch/out"
check "and named" grep -q 'line 4, .FOR_ITER.: 1000 numbers in '"$boxed"', 999 in forgetful' "$scratch/out"
check "a probe that crashes is an error" refused balance broken /bin/false
check "and named" grep -q 'hand by broken' "$scratch/err"
check "the other's row is there" grep -q "^| hand | $boxed " "$scratch/out"
checks_end
