#!/bin/bash
# run_commands.sh BINARY: the command line: options, exit statuses, where messages go.
set -u
binary=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0 failed=0
# expect NAME STATUS OUT ERR COMMAND...: OUT is the whole of stdout, ERR a part of stderr.
expect() {
    local name=$1 status=$2 out=$3 err=$4
    shift 4
    timeout 20 "$@" >out 2>err </dev/null
    local got=$?
    if [ $got -eq "$status" ] && [ "$(cat out)" = "$out" ] && { [ -z "$err" ] || grep -qF -- "$err" err; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: status $got, expected $status; stdout: $(head -c 200 out); stderr: $(tail -n 1 err)"
    fi
}
printf 'import sys\nprint(sys.argv, __name__)\n' >argv.py
printf 'raise SystemExit(7)\n' >seven.py
printf 'import sys\nsys.exit("why")\n' >why.py
printf 'def f(:\n' >wrong.py
printf '1/0\n' >zero.py
printf 'import helper\nprint(helper.value)\n' >uses.py
printf 'value = 5\n' >helper.py
mkdir -p library && printf 'far = 6\n' >library/distant.py
printf 'import distant\nprint(distant.far)\n' >far.py
expect arguments 0 "['argv.py', 'a', '-b'] __main__" "" "$binary" argv.py a -b
expect code 0 "['-c', 'x'] __main__" "" "$binary" -c 'import sys; print(sys.argv, __name__)' x
expect code-attached 0 "3" "" "$binary" -c'print(1+2)'
expect input 0 "9" "" sh -c "echo 'print(9)' | '$binary' -"
expect input-unnamed 0 "9" "" sh -c "echo 'print(9)' | '$binary'"
expect exit-number 7 "" "" "$binary" seven.py
expect exit-text 1 "" "why" "$binary" why.py
expect syntax-error 1 "" "SyntaxError" "$binary" wrong.py
expect traceback 1 "" "ZeroDivisionError: division by zero" "$binary" zero.py
expect own-module 0 "5" "" "$binary" uses.py
expect PYTHONPATH 0 "6" "" env PYTHONPATH=library "$binary" far.py
expect no-module 1 "" "ModuleNotFoundError: No module named 'distant'" "$binary" far.py
expect missing-file 2 "" "/nowhere.py': [Errno 2] No such file or directory" "$binary" nowhere.py
expect a-folder 1 "" "/library'" "$binary" library
expect wrong-option 2 "" "unknown option -q" "$binary" -q
expect no-value 2 "" "argument is expected for -c" "$binary" -c
expect unknown-extension 2 "" "unknown option -X nothing" "$binary" -X nothing
expect unknown-module 1 "" "No module named nothing" "$binary" -m nothing
expect full-disk 120 "" "No space left on device" sh -c "'$binary' -c 'print(1)' >/dev/full"
expect broken-pipe 0 "0" "" bash -c "'$binary' -c 'for i in range(100000): print(i)' 2>/dev/null | head -n 1"
expect null-bytes 1 "" "null bytes" sh -c "printf 'x = 1\\0' | '$binary' -"
expect trace 0 "2" "BINARY_OP_ADD" "$binary" -X trace -c 'a = 1
print(a + 1)'
expect trace-function 0 "4" "LOAD_FAST" "$binary" -X trace=f -c 'def f(x): return x + 1
print(f(3))'
expect stats 0 "" "execution hash:" "$binary" -X stats -c 'pass'
expect little-memory 1 "" "MemoryError" sh -c "ulimit -v 200000; '$binary' -c 'x = [0]
while True: x = x + x'"
expect little-stack 0 "RecursionError" "" sh -c "ulimit -s 1024; '$binary' -c 'import sys
sys.setrecursionlimit(100000)
x = []
for i in range(100000): x = [x]
try: print(len(repr(x)))
except RecursionError: print(\"RecursionError\")'"
expect deep-calls 0 "RecursionError" "" "$binary" -c 'class A:
    def __repr__(self): return repr(self)
try: repr(A())
except RecursionError: print("RecursionError")'
expect deep-small-stack 0 "done" "" sh -c "ulimit -s 1024; '$binary' '$here/deep_recursion.py' | tail -n 1"
expect memory-out 0 "done 1000" "" sh -c "ulimit -v 400000; '$binary' '$here/memory_out.py' | tail -n 1"
expect unbuffered 0 "1" "" "$binary" -u -c 'print(1); import posix; posix._exit(0)'
expect buffered 0 "" "" "$binary" -c 'print(1); import posix; posix._exit(0)'
expect closed-streams 0 "" "" sh -c "'$binary' -c 'print(1)' <&- >&- 2>&-"
expect files-at-exit 0 "kept" "" sh -c "'$binary' -c 'file = open(\"kept\", \"w\"); file.write(\"kept\")'; cat kept"
# The prompt, read from what is no terminal; then on one, key by key.
cat >typed <<'END'
1 + 1
_ * 2
if 1:
  print("block")

x = (1,
  2)
x
1/0
1 +
"""a
b"""
@staticmethod
def f(): pass

match x:
  case (a, b): print(a)

exit
raise SystemExit(3)
END
expect prompt-input 3 "2
4
block
(1, 2)
'a\\nb'
1
Use exit() or Ctrl-D (i.e. EOF) to exit" "ZeroDivisionError: division by zero" sh -c "'$binary' -i <typed"
echo x >typed
expect prompt-after 0 "5" ">>> " sh -c "'$binary' -i -c 'x = 5' <typed"
expect prompt-after-error 0 "5" "NameError" sh -c "'$binary' -i -c 'x = 5; y' <typed"
timeout 120 /usr/bin/python3.11 "$here/prompt_terminal.py" "$binary" "$work" >out 2>&1
[ "$(tail -n 1 out)" = "21 passed, 0 failed" ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAIL prompt: $(cat out)"; }
timeout 20 "$binary" -V >out && grep -q "Sevenstep .*Python 3.11" out && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAIL version"; }
timeout 20 "$binary" -h | grep -q "usage: sevenstep" && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAIL help"; }
env --default-signal=INT timeout -s INT 1 "$binary" -c 'while True: pass' 2>err
grep -q KeyboardInterrupt err && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAIL interrupt: $(tail -n 1 err) "; }
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
