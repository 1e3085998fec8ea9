#!/bin/bash
# Programs that nest or go on 100,000 times: each must end in a result or in a Python error, run and
# shown in every form, with the usual C stack and with one of 1 MiB.
#     tests/run_deep.sh build/sevenstep [COUNT]
set -u
binary=$(realpath "$1")
count=${2:-100000}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

# repeat TEXT: COUNT times, without a newline (in TEXT, \n is one).
repeat() { awk -v text="$1" -v count="$count" 'BEGIN { while (count-- > 0) printf "%s", text }'; }
# numbered FORMAT: with the numbers from 0 on in the place of %d.
numbered() { awk -v format="$1" -v count="$count" 'BEGIN { while (n < count) printf format, n++ }'; }
# program NAME TEXT...: the texts one after the other; +TEXT is repeated, #FORMAT numbered.
programs=()
program() {
    local name=$1 text
    shift
    programs+=("$name")
    for text; do
        case $text in
        +*) repeat "${text#+}" ;;
        \#*) numbered "${text#\#}" ;;
        *) printf '%b' "$text" ;;
        esac
    done >"$name.py"
    echo >>"$name.py"
}

program parentheses 'x = ' '+(' 1 '+)'
program brackets '+[' '+]'
program braces 'x = ' '+{' 1 '+}'
program mixed 'x = ' '+([{' 1 '+}])'
program unclosed '+('
program minus 'x = ' '+-' 1
program not 'x = ' '+not ' 1
program power 'x = ' '+1 ** ' 1
program sum 'x = ' '+1 + ' 1
program sum_names 'y = 1\nx = ' '+y + ' 1
program comparison 'x = ' '+1 < ' 1
program and 'y = 1\nx = ' '+y and ' 1
program or_and 'y = 0\nx = ' '+y and y or ' 1
program lambda 'x = ' '+lambda: ' 1
program lambda_defaults 'x = ' '+lambda y=' 1 '+: 1'
program conditional 'x = ' '+1 if 1 else ' 1
program conditional_tests 'y = 1\nx = ' '+1 if ' y '+ else 1'
program attributes 'x = 1' '+.a'
program calls 'def f(): return f\nf' '+()'
program subscripts 'x = [1]\nx' '+[0]'
program arguments 'f(' '+1, ' ')'
program keywords 'f(' '#a%d=1, ' ')'
program list 'x = [' '+1, ' ']'
program dictionary 'x = {' '#%d: 1, ' '}'
program strings 'x = ' '+"abc" '
program fstring 'y = 1\nx = f"' '+{y}' '"'
program fstring_lines 'y = 1\nx = f"""' '+{y}\n' '"""'
program fstring_minus 'x = f"{' '+-' '1}"'
program fstring_strings 'x = ' '+f"{1}" '
program targets '+x = ' 1
program target_tuple '+x, ' '= range('"$count"')'
program starred 'x = [' '+*[], ' ']'
program elif 'y = 0\nif y: pass\n' '+elif y: pass\n' 'else: pass'
program conditions 'y = 0\n' '+if y: pass\n'
program else_if '+if 0: pass\nelse:\n '
program one_line_blocks '+if 1: '
program indentation '+if 1:\n '
program try_in_lines '+try: pass\nexcept E: pass\n'
program handlers 'try: pass\n' '+except E: pass\n'
program with_items 'with ' '+x, ' 'x: pass'
program with_targets 'def f():\n with ' '+x as y, ' 'x: pass'
program decorators 'def d(f): return f\n' '+@d\n' 'def f(): pass'
program comprehension 'def f(y): return [1 ' '+for x in y ' ']'
program comprehension_ifs 'x = [1 for x in y ' '+if x ' ']'
program parameters 'def f(' '#a%d, ' '): pass'
program locals 'def f():\n' '# a%d = 1\n' ' pass'
program globals '#a%d = 1\n'
program functions '#def f%d(): pass\n'
program nested_calls 'f(' '+f(' ')'
program pattern_or 'match 1:\n case ' '+2 | ' '1: pass'
program pattern_sequence 'match 1:\n case ' '+[' '+]' ': pass'
program pattern_class 'match 1:\n case ' '+A(' 'b' '+)' ': pass'
program pattern_dotted 'match 1:\n case a' '+.a' ': pass'
program cases 'match -1:\n' '# case %d: pass\n'
program imports 'import a' '+.a'
program import_names 'from sys import ' '+path, ' 'path'
program relative 'from ' '+.' ' import a'
program delete 'del ' '+x, ' 'x'
program delete_nested 'del ' '+(' x '+)'
program slices 'x[' '+1:2, ' ']'
program yield 'def f(): x = ' '+(yield ' 1 '+)'
program await 'async def f(): x = ' '+await ' 1
program walrus 'x = ' '+(y := ' 1 '+)'
program annotation 'def f(x: ' '+-' '1): pass'
program annotation_later 'from __future__ import annotations\ndef f(x: ' '+-' '1): pass'
program return 'def f():\n' '+ return 1\n'
program while '+while 0: pass\n'
program semicolons '+x = 1;' 'x = 1'
program blank '+\n' 'x = 1'
program comments '+# type: ignore\n' 'x = 1'
program continuation 'x = 1 ' '+\\\n' '+ 1'
program escapes 'x = "' '+\\N{LATIN SMALL LETTER A}' '"'
program bad_escapes 'x = "' '+\\d' '"'
# Each warning goes through the filters, which are Python's: 100,000 take CPython minutes.
count=4000 program warnings 'def f(x):\n' '+ x is 1\n'
program number 'x = ' '+1'
program hexadecimal 'x = 0x' '+f'
program long_name '+a' ' = 1'
program wide_name '+é' ' = 1'
program combining 'a' '+\xcc\x81' ' = 1'
program long_string 'x = "' '+abc' '"'
program quotes '+"'
program class_bases 'class A(' '+object, ' '): pass'
program nested_classes '+class A:\n '
program mangled 'class ' '+A' ':\n def f(self): self.__x'
program global_names 'def f():\n global ' '#a%d, ' 'a'

# What may end a program that is too much.
ending='^(SyntaxError|IndentationError|RecursionError|MemoryError|NameError|TypeError|AttributeError|ModuleNotFoundError|ImportError|ValueError)'
failed=0 total=0
for stack in 8192 1024; do
    for name in "${programs[@]}"; do
        for form in '' '-m tokenize' '-m ast -a' '-m dis'; do
            total=$((total + 1))
            # shellcheck disable=SC2086
            (ulimit -s $stack && exec timeout 30 "$binary" -B $form "$name.py") >/dev/null 2>err </dev/null
            status=$?
            [ $status -eq 0 ] && continue
            [ $status -eq 1 ] && tail -n 1 err | grep -qE "$ending" && continue
            failed=$((failed + 1))
            echo "$name, stack of $stack KiB, ${form:-run}: exit status $status: $(tail -n 1 err | cut -c1-150)"
        done
    done
done
echo "$((total - failed)) passed, $failed failed"
[ $failed -eq 0 ]
