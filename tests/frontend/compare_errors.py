"""Compares what is said about wrong programs with CPython 3.11, to the letter and the column.

    compare_errors.py CODE_JSON PROGRAMS

PROGRAMS holds programs parted by lines of three hyphens.
"""
import os, subprocess, sys, tempfile, warnings


def theirs(program):
    try:
        compile(program, 'program', 'exec', dont_inherit=True)
    except SyntaxError as error:
        # Where CPython leaves the end open it says None, 0 or -1; here it is 0.
        end = max(error.end_offset or 0, 0)
        return (f'{type(error).__name__}: {error.msg} '
                f'({error.lineno}, {error.offset}, {error.end_lineno}, {end})')
    return 'OK'


def main():
    warnings.simplefilter('ignore')
    tool, path = sys.argv[1:]
    programs = [text + '\n' for text in open(path).read().rstrip('\n').split('\n---\n')]
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, 'program.py')
        for program in programs:
            with open(name, 'w') as file:
                file.write(program)
            result = subprocess.run([tool, 'errors', name], capture_output=True, text=True)
            here = result.stdout.strip()
            if result.returncode not in (0, 1):
                here = f'ended with {result.returncode}'
            if here != theirs(program):
                different += 1
                print(program, '    CPython: ', theirs(program), '\n    here:    ', here, sep='')
    print(f'{len(programs) - different} of {len(programs)} wrong programs are told of as CPython does')
    sys.exit(different > len(programs) * 0.05)


main()
