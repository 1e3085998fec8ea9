"""Compares tokens and tree of files with CPython 3.11's own modules, in one process of each kind.

    python3.11 tests/frontend/compare.py CHECK FILE...

CHECK is build/frontend-check. Prints what differs first in each file, then the counts; a file that
CPython does not accept is left out. Exit status 1 if anything differs.
"""
import ast
import io
import subprocess
import sys
import token
import tokenize
import warnings


def tokens_of(source):
    rows = []
    for item in tokenize.tokenize(io.BytesIO(source).readline):
        place = "%d,%d-%d,%d:" % (item.start + item.end)
        rows.append("%-20s%-15s%-15r\n" % (place, token.tok_name[item.exact_type], item.string))
    return "".join(rows)


def tree_of(source, name):
    return ast.dump(ast.parse(source, name), include_attributes=True, indent=3) + "\n"


def first_difference(expected, actual):
    for number, pair in enumerate(zip(expected.split("\n"), actual.split("\n")), 1):
        if pair[0] != pair[1]:
            return "line %d\n    expected %s\n    actual   %s" % (number, *pair)
    return "one output ends early"


def shown(check, mode, option, path):
    run = subprocess.run([check, mode, option, path], capture_output=True)
    return (run.stdout + run.stderr).decode("utf-8", "surrogateescape")


def main(check, paths):
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    counts = {"tokens": [0, 0], "ast": [0, 0]}
    rejected = 0
    for path in paths:
        with open(path, "rb") as file:
            source = file.read()
        try:
            expected = {"tokens": tokens_of(source), "ast": tree_of(source, path)}
        except (SyntaxError, ValueError, tokenize.TokenError):
            rejected += 1
            continue
        for mode, option in (("tokens", "-e"), ("ast", "-a")):
            actual = shown(check, mode, option, path)
            equal = actual == expected[mode]
            counts[mode][equal] += 1
            if not equal:
                print(path, mode, first_difference(expected[mode], actual))
    for mode, (different, equal) in counts.items():
        print("%s: %d files equal, %d different" % (mode, equal, different))
    print("%d files that CPython rejects" % rejected)
    return any(different for different, equal in counts.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
