#!/bin/bash
# run_imports.sh BINARY: cache files and -v, -m and folders, dis in its three forms.
set -u
binary=$(realpath "$1")
work=$(mktemp -d) || exit 2
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 2
unset PYTHONPATH PYTHONDONTWRITEBYTECODE SEVENSTEP_STDLIB
passed=0 failed=0
# check NAME COMMAND...: the command must succeed.
check() {
    local name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: $(tail -n 2 err | tr '\n' ' ') / $(head -c 200 out)"
    fi
}
# run ARGUMENTS...: into out and err; status is kept.
run() {
    timeout 20 "$binary" "$@" >out 2>err </dev/null
    status=$?
}
says() { grep -qF -- "$1" err; }
silent() { ! grep -qF -- "$1" err; }
prints() { [ "$(cat out)" = "$1" ]; }
cache=__pycache__/m.sevenstep-1.svc

# --- the cache ---
echo 'value = 1' >m.py
run -v -c 'import m; print(m.value, m.__cached__)'
check from-source says "# code object from $work/m.py"
check wrote says "# wrote '$work/$cache'"
check told says "import 'm' # <_frozen_importlib_external.SourceFileLoader object at 0x"
check value prints "1 $work/$cache"
check mode [ "$(stat -c %a $cache)" = "$(stat -c %a m.py)" ]
run -v -c 'import m; print(m.value)'
check matches says "# $work/$cache matches $work/m.py"
check from-cache says "# code object from '$work/$cache'"
check not-written silent "# wrote"
check no-leftovers [ "$(ls __pycache__ | wc -l)" = 1 ]
echo 'value = 22' >m.py
run -v -c 'import m; print(m.value)'
check stale-size prints 22
check stale-written says "# wrote"
touch -d '2001-01-01' m.py
run -v -c 'import m; print(m.value)'
check stale-time says "# wrote"
for damage in 'truncate -s 100' 'truncate -s -1' 'truncate -s 0' 'sed -i s/7step-1/7step-9/'; do
    $damage $cache
    run -v -c 'import m; print(m.value)'
    check "damaged: $damage" prints 22
    check "repaired: $damage" says "# wrote"
done
printf '\377' | dd of=$cache bs=1 seek=100 conv=notrunc 2>/dev/null
run -v -c 'import m; print(m.value)'
check altered says "# wrote"
rm -r __pycache__
run -B -v -c 'import m, sys; print(m.value, sys.dont_write_bytecode)'
check option-B prints "22 True"
check option-B-writes-nothing [ ! -e __pycache__ ]
PYTHONDONTWRITEBYTECODE=1 run -c 'import m'
check environment [ ! -e __pycache__ ]
run -c 'import sys; sys.dont_write_bytecode = True; import m'
check attribute [ ! -e __pycache__ ]
PYTHONDONTWRITEBYTECODE=1 run -E -c 'import m'
check option-E [ -e $cache ]
rm -r __pycache__
: >__pycache__
run -v -c 'import m; print(m.value)'
check folder-is-a-file prints 22
check folder-is-a-file-silent silent "wrote"
rm __pycache__
mkdir __pycache__ && mkdir $cache
run -c 'import m; print(m.value)'
check file-is-a-folder prints 22
rm -r __pycache__
if [ "$(id -u)" != 0 ]; then
    chmod a-w .
    timeout 20 "$binary" -c 'import m; print(m.value)' >/dev/null 2>&1
    check read-only [ $? = 0 ]
    chmod u+w .
fi
run -c 'import m' & run -c 'import m' & run -c 'import m' & wait
run -v -c 'import m; print(m.value)'
check at-once says "matches"
echo '1/0' >broken.py
run -c 'import broken'
check traceback says "$work/broken.py"
run -c 'import broken'
check traceback-from-cache says "ZeroDivisionError"
run -v -c 'import time'
check built-in says "import 'time' # <class '_frozen_importlib.BuiltinImporter'>"
run -v -c 'import dis'
check frozen says "import 'dis' # <class '_frozen_importlib.FrozenImporter'>"

# --- where the library is missing ---
SEVENSTEP_STDLIB=$work/nowhere run -c 'import abc'
check names-the-package says "install libpython3.11-stdlib"
check names-the-folder says "$work/nowhere"
run -c 'import keyword; print(keyword.iskeyword("if"))'
[ -e /usr/lib/python3.11/os.py ] && check library prints True

# --- -m and folders ---
mkdir -p pack/sub plain program
echo 'import sys; print("pack", sys.argv[0])' >pack/__init__.py
echo 'import sys; print(__name__, __package__, __spec__.name, sys.argv[0] == __file__, sys.argv[1:])' | tee pack/__main__.py >pack/tool.py
echo 'from . import tool' >pack/relative.py
run -m pack.tool a -b
check module prints "pack -m
__main__ pack pack.tool True ['a', '-b']"
run -m pack
check package prints "pack -m
__main__ pack pack.__main__ True []"
run -m pack.relative
check relative [ $status = 0 ]
run -m nowhere.at.all
check no-module says "sevenstep: Error while finding module specification for 'nowhere.at.all' (ModuleNotFoundError: No module named 'nowhere')"
check no-module-status [ $status = 1 ]
run -m plain
check no-main says "No module named plain.__main__; 'plain' is a package and cannot be directly executed"
echo 'import sys, beside; print(__name__, repr(__package__), __spec__.name, sys.argv, sys.path[0], beside.near)' >program/__main__.py
echo 'near = 1' >program/beside.py
run program x
check folder prints "__main__ '' __main__ ['program', 'x'] $work/program 1"
run plain
check folder-without says "can't find '__main__' module in '$work/plain'"
echo '1/0' >pack/failing.py
run -m pack.failing
check failing says "ZeroDivisionError"

# --- dis ---
cat >d.py <<'P'
def f(a, *b):
    try:
        return [x for x in b if x > a]
    except TypeError as e:
        print(f'{e!r}')
class C:
    def m(self): yield self
P
"$binary" -m dis d.py >as-tool
"$binary" -c 'import dis; dis.dis(compile(open("d.py").read(), "d.py", "exec"))' >as-module 2>err
check dis-agrees cmp as-tool as-module
"$binary" -c 'import d'
"$binary" -m dis __pycache__/d.sevenstep-1.svc >as-cache 2>err
check dis-of-a-cache cmp as-tool as-cache
printf 'no cache' >x.svc
run -m dis x.svc
check dis-of-no-cache [ $status = 1 ]
"$binary" -c '
import dis, d
lines = list(dis.get_instructions(d.f))
print(lines[0].opname, lines[-1].offset < 200, [i.argval for i in lines if i.opname == "LOAD_GLOBAL"])
print(lines[1].positions.lineno, any(i.is_jump_target for i in lines), dis.opmap["NOP"] == dis.opname.index("NOP"))
dis.dis(d)
dis.dis("a + b")
dis.show_code(d.f)
' >out 2>err
check dis-in-a-program grep -q "Disassembly of m:" out
check dis-of-a-module grep -q "Disassembly of f:" out
check instructions grep -q "MAKE_CELL True \['TypeError', 'print'\]" out
check code-info grep -q "^Argument count:    1$" out

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
