#!/bin/sh
# The steps: their self-tests hold in every build given, and each fails where it should.
# usage: test_steps.sh STEPS ADD PICTURE SCRATCH_FOLDER CONFIG...   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
steps=$1
add=$2
picture=$3
scratch=$4
shift 4
rm -rf "$scratch"
mkdir -p "$scratch/bin"

command -v valgrind >/dev/null || {
    echo "test_steps: skipped: valgrind is not installed"
    exit 0
}

tiny=tests/bench/steps_tiny.py
builds=
for config in "$@"; do builds="$builds $config=build/$config/sevenstep"; done
"$steps" --json "$scratch/first.json" --top 0 $builds -- $tiny >"$scratch/table" 2>"$scratch/errors"
check "the self-tests hold in $*: $(head -n 3 "$scratch/errors")" [ $? = 0 ]
check "at least 95 % lie in a named row" sh -c "! grep 'LESS THAN' '$scratch/table'"
first=$1
for config in "$@"; do case $config in goto-*) first=$config ;; esac; done
one="$first=build/$first/sevenstep"
"$steps" --json "$scratch/once.json" --top 0 "$one" -- $tiny >/dev/null 2>&1
"$steps" --json "$scratch/again.json" --top 0 "$one" -- $tiny >/dev/null 2>&1
check "the counts of two runs are equal" cmp "$scratch/once.json" "$scratch/again.json"

# A callgrind that lies: what it wrote is changed by an awk program before anybody reads it.
real=$(command -v valgrind)
lie() { # AWK_PROGRAM
    cat >"$scratch/bin/valgrind" <<END
#!/bin/sh
"$real" "\$@" || exit
for word; do case \$word in --callgrind-out-file=*) file=\${word#*=} ;; esac; done
[ -z "\${file-}" ] || { awk '$1' "\$file" > "\$file.lie" && mv "\$file.lie" "\$file"; }
END
    chmod +x "$scratch/bin/valgrind"
    PATH="$scratch/bin:$PATH" "$steps" --top 0 --quiet "$one" -- $tiny >/dev/null 2>"$scratch/errors"
}
lie '{ print }'
check "a callgrind that changes nothing is believed" [ $? = 0 ]
lie '/^0x/ && !done && last !~ /^calls=/ { $2 += 1; done = 1 } { print; last = $0 }'
check "a cost too many is noticed" [ $? = 1 ]
check "and told" grep -q 'do not sum' "$scratch/errors"
# One execution more of a jump through the table of handlers, and of everything's sum.
table=$(nm "build/$first/sevenstep" | sed -n 's/^0*\([0-9a-f]*\) . handler_table.*/\1/p' | head -n 1)
jumps=$(objdump -d --no-show-raw-insn "build/$first/sevenstep" |
    sed -n "s/^ *\([0-9a-f]*\):.*jmp  *\*0x$table(,%r.*,8)\$/0x\1/p" | tr '\n' ' ')
check "there are jumps to lie about" [ -n "$jumps" ]
lie "index(\"$jumps\", \$1 \" \") && /^0x/ && last !~ /^calls=/ && !done { \$2 += 1; done = added = 1 }
     /^totals:/ && added { \$2 += 1; added = 0 } { print; last = \$0 }"
check "a dispatch too many is noticed" [ $? = 1 ]
check "and told" grep -q 'dispatch jumps executed' "$scratch/errors"

# A probe that lies.
mkdir -p "$scratch/$first"
cp "build/$first/sevenstep" "$scratch/$first/sevenstep"
printf '#!/bin/sh\necho "executed: 17" >&2\n' >"$scratch/$first/sevenstep-probe"
chmod +x "$scratch/$first/sevenstep-probe"
"$steps" --top 0 --quiet "$first=$scratch/$first/sevenstep" -- $tiny >/dev/null 2>"$scratch/errors"
check "other bytecodes than the probe's are noticed" [ $? = 1 ]
check "in fetches too" grep -q 'units loaded' "$scratch/errors"

# One handler in view.
"$steps" --op BINARY_OP_ADD --snippet "$add" "$one" -- $tiny >"$scratch/code" 2>&1
check "a handler is shown" [ $? = 0 ]
for word in fetch decode dispatch 'type check' compute 'C: long add'; do
    check "it has $word" grep -q "$word" "$scratch/code"
done
"$steps" --op NO_SUCH_OP "$one" -- $tiny >/dev/null 2>"$scratch/errors"
check "an opcode that is none is refused" grep -q 'no handler NO_SUCH_OP' "$scratch/errors"

# The picture of a + b: from a file's figures, the same at every time; and those of results are theirs.
"$steps" --quiet --json "$scratch/add.json" --svg "$scratch/steps.svg" --addition bench/addition.py --snippet "$add" \
    goto-boxed-gcc=build/goto-boxed-gcc/sevenstep goto-tagged-gcc=build/goto-tagged-gcc/sevenstep -- $tiny 2>&1
check "an addition is counted apart" [ $? = 0 ]
check "and is no program" sh -c "[ \$(grep -c '\"size\":' '$scratch/add.json') = 2 ]"
"$picture" "$scratch/add.json" >"$scratch/add.svg"
check "it is drawn" [ $? = 0 ]
for word in '>fetch<' '>type check<' '>box<' '>goto-boxed-gcc<' '>goto-tagged-gcc<' '>C<' 'In all'; do
    check "the picture has $word" grep -q "$word" "$scratch/add.svg"
done
command -v gnuplot >/dev/null && check "the bars are drawn" grep -q '</svg>' "$scratch/steps.svg"
"$picture" "$scratch/once.json" >/dev/null 2>"$scratch/errors"
check "no picture of one build alone" grep -q 'no additions' "$scratch/errors"
for drawn in results/*/add.svg; do
    [ ! -f "$drawn" ] || check "$drawn is of its figures" sh -c "'$picture' '${drawn%add.svg}steps.json' | cmp - '$drawn'"
done

# Bad input.
echo 'raise SystemExit(3)' >"$scratch/fails.py"
"$steps" --json "$scratch/fails.json" --quiet "$one" -- "$scratch/fails.py" >/dev/null 2>"$scratch/errors"
check "a program that fails ends it with 1" [ $? = 1 ]
check "and stands as failed" grep -q '"failed"' "$scratch/fails.json"
"$steps" "$one" -- "$scratch/absent.py" >/dev/null 2>"$scratch/errors"
check "a missing program ends it with 2" [ $? = 2 ]
PATH=/nowhere "$steps" --json "$scratch/skipped.json" "$one" -- $tiny >/dev/null 2>&1
check "without valgrind it is skipped" grep -q '^{"skipped": "valgrind' "$scratch/skipped.json"

checks_end
