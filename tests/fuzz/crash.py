"""Looks for deaths: programs that must end with a result or an exception, whatever it is. A signal, a report of a
sanitizer, a failed assertion or a program that does not end is a finding, and kept.

    python3.11 crash.py calls   [--seed N] [--only WORD] BUILD [-- OPTIONS]   every method of every type (odd_calls.py)
    python3.11 crash.py mutants [--seed N] [--count N] BUILD [-- OPTIONS]     the language tests, changed at random
                                                                              (mutate_source.py)

OPTIONS are of BUILD itself: -X stress=50, for example. The exit status is 1 if anything was found."""
import argparse
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import mutate_source

SECONDS = 20
# What a build writes to its standard error when it is at its end.
DEATH = re.compile(rb"AddressSanitizer|runtime error:|Assertion .* failed|SystemError|Fatal|stack smashing|corrupted")

# Signals that no program asks for; SIGKILL is the end of its time.
DEADLY = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT, signal.SIGTRAP, signal.SIGKILL)
ENDLESS = "it does not end"


def limits(memory):
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, options, environment=()):
    """What was found, or None, and the end of the standard error. Each program has an empty folder of its own."""
    folder = tempfile.mkdtemp()
    try:
        with open(os.path.join(folder, "errors"), "w+b") as errors:
            try:
                status = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=errors, preexec_fn=lambda: limits(options.memory << 20),
                                        timeout=SECONDS * 3,
                                        env={"PYTHONHASHSEED": "0", "TMPDIR": folder, **dict(environment)}).returncode
            except subprocess.TimeoutExpired:
                status = "not finished"
            errors.seek(0)
            text = errors.read()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = DEATH.search(text)
    if found or status == "not finished" or status < 0 and -status in DEADLY:
        report = [line for line in text.splitlines() if DEATH.search(line) or re.match(rb" +#[0-9] ", line)]
        if not found and status in ("not finished", -signal.SIGKILL):
            return f"exit status {status}", ENDLESS
        told = b"\n".join(report[:14]) or text[-300:]
        return f"exit status {status}", told.decode("utf-8", "replace")
    return None, ""


def calls(options):
    build, log = options.build, os.path.join(options.keep, f"log-{os.getpid()}")
    script = os.path.join(HERE, "odd_calls.py")
    listed = subprocess.run([*build, script, "list"], capture_output=True, text=True).stdout.splitlines()
    for line in listed:
        number, name = line.split(" ", 1)
        if options.only not in name:
            continue
        what, text = run([*build, script, number, str(options.seed)], options,
                         {"ODD_LOG": log, "ODD_ROUNDS": str(options.rounds),
                          "ODD_ENDLESS": "1" if options.memory else ""})
        if what:
            with open(log, "rb") as file:
                last = file.read().decode("utf-8", "replace").rstrip()
            yield f"{number} {name}: {what}: {last}\n{text}"


def mutants(options):
    folder = os.path.join(os.path.dirname(HERE), "language")
    seeds = [name for name in sorted(os.listdir(folder)) if re.match(r"\d.*\.py$", name) and options.only in name]
    for number in range(options.seed, options.seed + options.count):
        chance = random.Random(number)
        name = chance.choice(seeds)
        with open(os.path.join(folder, name), encoding="utf-8", errors="surrogatepass") as file:
            text = mutate_source.mutant(file.read(), chance)
        path = os.path.join(options.keep, f"mutant-{number}.py")
        with open(path, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        what, report = run([*options.build, path], options)
        # What does not end under CPython either need not end.
        if what and report != ENDLESS or what and not run([sys.executable, "-W", "ignore", path], options)[0]:
            yield f"{path}, of {name}: {what}\n{report}"
        else:
            os.remove(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=("calls", "mutants"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--only", default="")
    parser.add_argument("--memory", type=int, default=0, help="MiB of address space; not for a sanitized build")
    parser.add_argument("--keep", default="build/fuzz/crash")
    parser.add_argument("build", nargs="+")
    options = parser.parse_args()
    options.build[0], options.keep = os.path.abspath(options.build[0]), os.path.abspath(options.keep)
    os.makedirs(options.keep, exist_ok=True)
    found = 0
    warnings.simplefilter("ignore")
    for report in (calls if options.way == "calls" else mutants)(options):
        found += 1
        print(report, flush=True)
    print(f"{found} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
