"""Random programs (programs.py), each run by CPython and by every given build: standard output and exit status must be the same.

    python3.11 language.py [--seed FIRST] [--count N] [--jobs 2] [--keep FOLDER] BUILD...

A program that differs is kept in FOLDER as SEED.py, reduced to what still differs, and named; the exit status
is then 1. CPython is this very process: it forks for each program, so that it need not start anew."""
import argparse
import ast
import os
import resource
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import programs

LIMIT = 10         # seconds a build may take
WANTED_SECONDS = 2  # that CPython may take, and the memory: what needs more is no test
WANTED_MEMORY = 1 << 30


def run_here(text, path):
    """What CPython prints for the text, and its exit status."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        resource.setrlimit(resource.RLIMIT_CPU, (WANTED_SECONDS, WANTED_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (WANTED_MEMORY, WANTED_MEMORY))
        os.dup2(writer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
        status = 0
        try:
            exec(compile(text, path, "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
        except SystemExit as e:
            status = e.code if isinstance(e.code, int) else 1
        except BaseException:
            status = 1
        try:
            sys.stdout.flush()
        finally:
            os._exit(status)
    os.close(writer)
    with open(reader, "rb") as pipe:
        output = pipe.read()
    return output, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_build(build, path):
    try:
        done = subprocess.run([build, path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={"PYTHONHASHSEED": "0"}, timeout=LIMIT)
    except subprocess.TimeoutExpired as e:
        return e.stdout or b"", "not finished"
    return done.stdout, done.returncode


def differing(text, path, builds):
    """The first build that does not print what CPython prints, with both answers; None if there is none."""
    with open(path, "w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(text)
    wanted = run_here(text, path)
    if b" at 0x" in wanted[0] or b"MemoryError" in wanted[0] or wanted[1] < 0:
        return None  # an address got into it, or it was too much for CPython: nothing to compare
    for build in builds:
        got = run_build(build, path)
        if got != wanted:
            return build, wanted, got
    return None


def bodies(tree):
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield node, field, block


def reduced(text, path, build):
    """The text less every statement without which the build still differs in the same way of ending."""
    kind = differing(text, path, [build])[2][1]
    still = lambda other: (found := differing(other, path, [build])) and found[2][1] == kind
    progress, deadline = True, time.monotonic() + 60
    while progress and time.monotonic() < deadline:
        progress = False
        places = [(number, place) for number, (_, _, block) in enumerate(bodies(ast.parse(text))) for place in range(len(block))]
        for number, place in reversed(places):
            tree = ast.parse(text)
            found = list(bodies(tree))
            if number >= len(found) or place >= len(found[number][2]):
                continue
            node, field, block = found[number]
            del block[place]
            if not block and field == "body":
                block.append(ast.Pass())
            try:
                other = ast.unparse(tree) + "\n"
                compile(other, path, "exec")
            except (SyntaxError, ValueError, IndexError, AttributeError):
                continue
            if other != text and still(other):
                text, progress = other, True
    return text


def work(first, step, options, report):
    folder = os.path.join(options.keep, f"job-{first}")
    os.makedirs(folder, exist_ok=True)
    for seed in range(options.seed + first, options.seed + options.count, step):
        text, path = programs.program(seed), os.path.join(folder, "program.py")
        found = differing(text, path, options.builds)
        if found:
            build, wanted, got = found
            text = reduced(text, path, build)
            with open(os.path.join(options.keep, f"{seed}.py"), "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            os.write(report, f"differs {seed} {build}: exit status {got[1]}, CPython's {wanted[1]}\n".encode())
        else:
            os.write(report, b"same\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", default="build/fuzz/language")
    parser.add_argument("builds", nargs="+")
    options = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, "-S", "-W", "ignore", *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    os.makedirs(options.keep, exist_ok=True)
    reader, writer = os.pipe()
    children = []
    for job in range(options.jobs):
        child = os.fork()
        if child == 0:
            work(job, options.jobs, options, writer)
            os._exit(0)
        children.append(child)
    os.close(writer)
    done = failed = 0
    start = last = time.monotonic()
    for line in open(reader):
        done += 1
        if line.startswith("differs"):
            failed += 1
            print(line, end="", flush=True)
        if time.monotonic() - last > 10:
            last = time.monotonic()
            print(f"{done} of {options.count} programs, about {(last - start) / done * (options.count - done):.0f} s left", file=sys.stderr)
    broken = [child for child in children if os.waitpid(child, 0)[1]]
    if broken or done != options.count:
        print(f"language.py: only {done} of {options.count} programs were run", file=sys.stderr)
        failed += 1
    print(f"{done - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
