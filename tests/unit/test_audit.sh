#!/bin/sh
# The audit can fail: synthetic machines built without what keeps a claim true, builds under a wrong
# name and damaged files are all found, each with the right words and exit code.
#   test_audit.sh AUDIT SYNTHETIC FOLDER     (FOLDER is made)
audit=$1 synthetic=$2 folder=$3
failures=0 checks=0
rm -rf "$folder"
mkdir -p "$folder"

# compile NAME COMPILER STRATEGY COUNT BODIES FLAGS...: makes $folder/NAME/sevenstep
compile() {
    name=$1 compiler=$2 strategy=$3 count=$4 bodies=$5
    shift 5
    mkdir -p "$folder/$name"
    "$synthetic" "$strategy" "$count" "$bodies" > "$folder/$name/machine.c" &&
        "$synthetic" main > "$folder/$name/main.c" &&
        $compiler -std=gnu11 -O2 -g -fno-pie -no-pie -fno-strict-aliasing \
            -fno-eliminate-unused-debug-types "$@" -o "$folder/$name/sevenstep" \
            "$folder/$name/machine.c" "$folder/$name/main.c" 2> "$folder/log" ||
        { cat "$folder/log"; echo "FAIL $name: it does not compile"; failures=$((failures + 1)); }
}

# expect CODE WORDS ARGUMENTS...: runs the audit
expect() {
    code=$1 words=$2
    shift 2
    checks=$((checks + 1))
    "$audit" "$@" > "$folder/log" 2>&1
    got=$?
    if [ $got -ne "$code" ] || ! grep -q -e "$words" "$folder/log"; then
        echo "FAIL audit $*: exit code $got (expected $code) or no line with: $words"
        cat "$folder/log"
        failures=$((failures + 1))
    fi
}

# Without the flags: jumps are merged, or multiplied.
compile goto-merged-gcc gcc goto 40 trivial
expect 1 'goto: .* handlers have no dispatch of their own' "$folder/goto-merged-gcc/sevenstep"
expect 1 'repaired by: -fno-gcse -fno-crossjumping' "$folder/goto-merged-gcc/sevenstep"
compile direct-merged-gcc gcc direct 40 trivial
expect 1 'direct: .* handlers have no dispatch of their own' "$folder/direct-merged-gcc/sevenstep"
compile goto-merged-clang clang-19 goto 40 trivial
expect 1 'goto: 1 indirect jumps dispatch, expected at least 39' "$folder/goto-merged-clang/sevenstep"
expect 1 'repaired by: .*tail-dup-pred-size' "$folder/goto-merged-clang/sevenstep"
compile direct-merged-clang clang-19 direct 200 large
expect 1 'direct: 199 of 200 handlers have no dispatch' "$folder/direct-merged-clang/sevenstep"
compile switch-threaded-clang clang-19 switch 12 trivial
expect 1 'switch: 12 indirect jumps dispatch, expected exactly 1' \
    "$folder/switch-threaded-clang/sevenstep"
# With the flags alone there are jumps enough in number, but one is shared by the handlers that
# call; only the empty instruction of KEEP_APART gives each its own.
compile goto-shared-clang clang-19 goto 200 large -mllvm -tail-dup-pred-size=5000
expect 1 'they share 1 of ' "$folder/goto-shared-clang/sevenstep"
compile tail-calls-gcc gcc tail 40 trivial -fno-optimize-sibling-calls
expect 1 'tail: .* calls of handlers where there should be jumps' "$folder/tail-calls-gcc/sevenstep"
# A jump computed as an assignment to pc becomes a conditional move.
compile switch-cmov-clang clang-19 switch 12 trivial -mllvm -tail-dup-indirect-size=0
expect 1 'conditional moves into pc' "$folder/switch-cmov-clang/sevenstep"

# The shared dispatch in two lines: of functions that begin with 0 to 56 bytes of no use, some have it so.
for bytes in 0 8 16 24 32 40 48 56; do
    compile switch-crossing-gcc gcc switch 40 trivial -falign-functions=64 -falign-loops=1 -fpatchable-function-entry=$bytes
    "$audit" "$folder/switch-crossing-gcc/sevenstep" >/dev/null 2>&1 || break
done
expect 1 'switch: the dispatch lies in two lines of 64 bytes' "$folder/switch-crossing-gcc/sevenstep"
expect 1 'repaired by: .*-falign-loops=64' "$folder/switch-crossing-gcc/sevenstep"

# A build under a name that is not its own.
compile goto-kept-gcc gcc goto 40 trivial -DKEEP_APART -fno-gcse -fno-crossjumping
compile direct-kept-gcc gcc direct 40 trivial -DKEEP_APART -fno-gcse -fno-crossjumping
compile table-kept-gcc gcc table 40 trivial
expect 0 'ok' "$folder/goto-kept-gcc/sevenstep"
expect 1 'direct: .* load the handler.s address from a table' \
    "direct-kept-gcc=$folder/goto-kept-gcc/sevenstep"
expect 1 'goto: .* do not load the handler.s address' \
    "goto-kept-gcc=$folder/direct-kept-gcc/sevenstep"
expect 1 'switch: .* expected exactly 1' "switch-kept-gcc=$folder/goto-kept-gcc/sevenstep"
expect 1 'tail: .* handlers return and never jump' "tail-kept-gcc=$folder/table-kept-gcc/sevenstep"
compile tail-kept-gcc gcc tail 40 trivial
expect 1 'table: .* handlers end in an indirect jump' \
    "table-kept-gcc=$folder/tail-kept-gcc/sevenstep"
expect 2 'is not of the form STRATEGY-VALUE-COMPILER' "fast=$folder/goto-kept-gcc/sevenstep"
# A strategy of another name is held to the claims of the one whose shape it has.
for strategy in goto direct table tail; do
    expect 0 'fast-x-gcc *ok' "fast-x-gcc=$folder/$strategy-kept-gcc/sevenstep"
done
expect 1 'goto: 1 indirect jumps dispatch' "fast-x-clang=$folder/goto-merged-clang/sevenstep"
expect 1 'switch: 12 indirect jumps' "fast-x-clang=$folder/switch-threaded-clang/sevenstep"

# What should not be in the binary, and what should be the same in two.
mkdir -p "$folder/goto-probe-gcc"
echo 'int probe_count = 1;' > "$folder/probe.c"
gcc -std=gnu11 -O2 -g -fno-pie -no-pie -DKEEP_APART -fno-eliminate-unused-debug-types \
    -o "$folder/goto-probe-gcc/sevenstep" "$folder/goto-kept-gcc/machine.c" \
    "$folder/goto-kept-gcc/main.c" "$folder/probe.c"
expect 1 'symbols of the probe' "$folder/goto-probe-gcc/sevenstep"
for build in goto-pair-gcc switch-pair-gcc; do
    mkdir -p "$folder/$build"
    "$synthetic" "${build%%-*}" 40 trivial > "$folder/$build/machine.c"
    "$synthetic" main > "$folder/main.c"
    [ "$build" = goto-pair-gcc ] || sed -i 's/vm->count++/vm->count += 2/' "$folder/main.c"
    gcc -std=gnu11 -O2 -g -fno-pie -no-pie -DKEEP_APART -fno-eliminate-unused-debug-types \
        -o "$folder/$build/sevenstep" "$folder/$build/machine.c" "$folder/main.c"
done
expect 1 'differ outside dispatch: helper_' "$folder/goto-pair-gcc/sevenstep" \
    "$folder/switch-pair-gcc/sevenstep"

# Files that cannot be audited.
good=$folder/goto-kept-gcc/sevenstep
expect 2 'cannot open it' "goto-none-gcc=$folder/none"
expect 2 'not an ELF file' "goto-text-gcc=$0"
expect 2 'not an ELF file' "goto-empty-gcc=/dev/null"
expect 2 'usage' --nonsense
expect 2 'usage'
strip -o "$folder/stripped" "$good"
expect 2 'no symbol table\|no DWARF' "goto-stripped-gcc=$folder/stripped"
objcopy --strip-debug "$good" "$folder/bare"
expect 2 'no DWARF' "goto-bare-gcc=$folder/bare"
compile goto-pie-gcc gcc goto 40 trivial -fpie -pie
expect 2 'not linked at a fixed address' "$folder/goto-pie-gcc/sevenstep"
expect 2 'cannot write' --json "$folder/none/audit.json" "$good"
expect 0 'ok' --json "$folder/audit.json" "$good"
grep -q "$(sha256sum "$good" | cut -c1-64)" "$folder/audit.json" ||
    { echo "FAIL audit.json does not name the binary by its hash"; failures=$((failures + 1)); }
grep -q '"pass":.*true' "$folder/audit.json" || { echo "FAIL audit.json"; failures=$((failures + 1)); }

# Damaged files end in a verdict or a message, never in a signal.
size=$(wc -c < "$good")
for part in 1 4 16 40 64 70 85 95; do
    head -c $((size * part / 100)) "$good" > "$folder/damaged"
    checks=$((checks + 1))
    "$audit" "goto-damaged-gcc=$folder/damaged" > "$folder/log" 2>&1
    [ $? -le 2 ] || { echo "FAIL: a file cut at $part % kills the audit"; failures=$((failures + 1)); }
    cp "$good" "$folder/damaged"
    dd if=/dev/urandom of="$folder/damaged" bs=1 seek=$((size * part / 100)) count=48 conv=notrunc \
        2> "$folder/log"
    "$audit" "goto-damaged-gcc=$folder/damaged" > "$folder/log" 2>&1
    [ $? -le 2 ] || {
        cp "$folder/damaged" "$folder/killer-$part"
        echo "FAIL: 48 random bytes at $part % kill the audit (kept in $folder/killer-$part)"
        failures=$((failures + 1))
    }
done

echo "test_audit: $checks checks, $failures failures"
[ "$failures" -eq 0 ]
