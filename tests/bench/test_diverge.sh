#!/bin/sh
# `make diverge`: a program that prints and asks the time is the same to two builds, those that the other
# steps have made; where two traces differ, it says the line and what led there.
# usage: test_diverge.sh MAKE DIVERGE SCRATCH_FOLDER   (from the root)
set -u
. "$(dirname "$0")/../check.sh"
make=$1
diverge=$2
scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch"
log=$scratch/log

cat >"$scratch/clock.py" <<'PROGRAM'
import sys, time
start = time.perf_counter_ns()
total = 0
while time.monotonic() % 0.00001 < 0.000009:
    total += 1
if time.time_ns() // 1000 % 2:
    total = -total
time.sleep(0.5)
print(total, 'seconds: %.9f' % ((time.perf_counter_ns() - start) / 1e9), file=sys.stderr)
PROGRAM
$make --no-print-directory diverge A=switch-boxed-gcc B=goto-tagged-gcc PROGRAM="$scratch/clock.py" >"$log" 2>&1
check "a clock is no difference" grep -q '^no difference in [1-9][0-9]* lines of trace' "$log"

# Builds that are scripts: what they trace is what they are told to.
for side in a b; do
    printf '#!/bin/sh\n[ "$1 $2" = "-X trace" ] && SIDE=%s && . "$3" >&2\n' $side >"$scratch/$side"
    chmod +x "$scratch/$side"
done
echo 'seq 1 8; [ $SIDE = a ] || echo other; seq 9 20' >"$scratch/parts"
"$diverge" "$scratch/a" "$scratch/b" "$scratch/parts" >"$log" 2>&1
check "builds that part end it with 1" [ $? = 1 ]
check "at the line where they do" grep -q '^they part at line 9 ' "$log"
check "with what led there" grep -q '^    8$' "$log"
check "and what each did" sh -c "grep -q '^A   9$' '$log' && grep -q '^B   other$' '$log'"
echo 'seq 1 8; [ $SIDE = a ] || exit; seq 9 20' >"$scratch/ends"
"$diverge" "$scratch/a" "$scratch/b" "$scratch/ends" >"$log" 2>&1
check "an end is a difference" grep -q '^B   (the end)$' "$log"
"$diverge" "$scratch/a" "$scratch/absent" "$scratch/ends" >"$log" 2>&1
check "a missing build ends it with 2" [ $? = 2 ]
check "and is named" grep -q 'cannot run .*absent' "$log"
checks_end
