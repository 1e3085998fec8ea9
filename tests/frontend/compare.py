"""Compares the front end with CPython 3.11's own modules on every file it is given.

    python3.11 tests/frontend/compare.py [--sample] SEVENSTEP CODE_JSON [FILE...]

SEVENSTEP shows tokens and tree (`-m tokenize`, `-m ast`), CODE_JSON compiles and verifies. Without
files: those of Debian's libpython3.11-stdlib and libpython3.11-testsuite; with --sample, every 16th
of them and the programs beside this script, which are shown in every mode and with every option.

CPython is the slow side. Two processes work through the files, and what CPython answers is kept, as
hashes, in build/frontend-oracle.json. Prints the first difference of each file, then the counts;
exit status 1 if anything differs, or if one accepts what the other refuses.
"""
import ast
import glob
import hashlib
import io
import json
import multiprocessing
import os
import subprocess
import sys
import time
import token
import tokenize
import unicodedata
import warnings

LIBRARY = "/usr/lib/python3.11"
ORACLE = "build/frontend-oracle.json"
FORMAT = 1  # of the answers in that file

# How each form is asked for. What CPython answers to all of them, it answers in one go.
TOKENS = {"tokenize": ["-m", "tokenize"], "tokenize -e": ["-m", "tokenize", "-e"]}
TREES = {"ast": ["-m", "ast"], "ast -a": ["-m", "ast", "-a"]}
MORE_TREES = {f"ast {' '.join(words)}": ["-m", "ast", *words] for words in (
    ["-i", "0"], ["-i", "7"], ["-a", "-i", "1"], ["--no-type-comments"], ["-m", "eval"],
    ["-m", "single"], ["-m", "func_type"], ["-a", "-m", "func_type"])}


# --- what CPython says ------------------------------------------------------------------------

def token_texts(source):
    plain, exact = [], []
    for item in tokenize.tokenize(io.BytesIO(source).readline):
        place = "%d,%d-%d,%d:" % (item.start + item.end)
        head, tail = "%-20s" % place, "%-15r\n" % item.string
        plain.append(head + "%-15s" % token.tok_name[item.type] + tail)
        exact.append(head + "%-15s" % token.tok_name[item.exact_type] + tail)
    return {"tokenize": "".join(plain), "tokenize -e": "".join(exact)}


def tree_text(source, path, words):
    """What `python3.11 -m ast WORDS path` prints."""
    def value(option, default):
        return words[words.index(option) + 1] if option in words else default
    words = words[2:]
    tree = ast.parse(source, path, value("-m", "exec"), type_comments="--no-type-comments" not in words)
    return ast.dump(tree, include_attributes="-a" in words, indent=int(value("-i", 3))) + "\n"


def answers_of(path, forms):
    """{form: text, or None if CPython refuses the file}, and whether compile() accepts it."""
    with open(path, "rb") as file:
        source = file.read()
    texts = {}
    try:
        compile(source, path, "exec", dont_inherit=True)
        accepted = True
    except (SyntaxError, ValueError):
        accepted = False
    try:
        texts.update(token_texts(source))
    except (SyntaxError, tokenize.TokenError):
        texts.update(dict.fromkeys(TOKENS))
    for form, words in forms.items():
        if form in TOKENS:
            continue
        try:
            texts[form] = tree_text(source, path, words)
        except (SyntaxError, ValueError):
            texts[form] = None
    return texts, accepted


def hash_of(text):
    return text if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- one file ---------------------------------------------------------------------------------

def first_difference(expected, actual):
    for number, pair in enumerate(zip(expected.split("\n"), actual.split("\n")), 1):
        if pair[0] != pair[1]:
            return "line %d\n    expected %s\n    actual   %s" % (number, *pair)
    return "one output ends early"


def examine(job):
    """What became of one file: its name, CPython's answers, and for each form whether they agree."""
    path, known, forms, sevenstep, code_json = job
    texts = None
    if known is None:
        texts, accepted = answers_of(path, forms)
        known = {"accepted": accepted, **{form: hash_of(text) for form, text in texts.items()}}
    equal, remarks = {}, []
    for form, words in forms.items():
        run = subprocess.run([sevenstep, *words, path], capture_output=True)
        if run.returncode not in (0, 1):
            equal[form] = False
            remarks.append(f"{path}: -m {form} ended with {run.returncode}")
        elif form in TOKENS and not known["accepted"]:
            equal[form] = None  # tokenize.py also takes what is no program
        elif known[form] is None:
            equal[form] = run.returncode == 1
            if equal[form] is False:
                remarks.append(f"{path}: -m {form} accepts what CPython refuses")
        else:
            equal[form] = hashlib.sha256(run.stdout + run.stderr).hexdigest() == known[form]
            if not equal[form]:
                texts = texts or answers_of(path, forms)[0]
                actual = (run.stdout + run.stderr).decode("utf-8", "surrogateescape")
                remarks.append(f"{path}: -m {form} {first_difference(texts[form], actual)}")
    run = subprocess.run([code_json, "verify", path], capture_output=True, text=True)
    equal["code"] = (run.returncode == 0) == known["accepted"]
    if not equal["code"]:
        remarks.append(f"{path}: CPython compiles it: {known['accepted']}; here: {run.stdout.strip()}")
    return path, known, equal, remarks


def begin_worker():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)


# --- all files --------------------------------------------------------------------------------

def library_files():
    found = []
    for folder, folders, names in os.walk(LIBRARY):
        folders[:] = sorted(name for name in folders if not name.endswith("-packages"))
        found += [os.path.join(folder, name) for name in names if name.endswith(".py")]
    return sorted(found)


def stamp_of(path):
    status = os.stat(path)
    return [FORMAT, sys.version, status.st_size, status.st_mtime_ns]


def write_names(path):
    """A program that asks for every character by name; for those named by rule, every seventh."""
    if os.path.exists(path):
        return path
    with open(path, "w") as file:
        for point in range(sys.maxunicode + 1):
            name = unicodedata.name(chr(point), "")
            by_rule = name.startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))
            if name and (point % 7 == 0 or not by_rule):
                file.write('"\\N{%s}"\n' % (name if point % 2 or by_rule else name.lower()))
    return path


class Progress:
    def __init__(self, jobs):
        self.start = self.shown = time.monotonic()
        self.sizes = {job[0]: os.path.getsize(job[0]) + 4096 for job in jobs}
        self.total = sum(self.sizes.values())
        self.done = self.count = 0

    def step(self, path):
        self.done += self.sizes[path]
        self.count += 1
        now = time.monotonic()
        if now - self.shown >= 5:
            self.shown = now
            left = (now - self.start) * (self.total - self.done) / self.done
            print(f"  {self.count} of {len(self.sizes)} files,", f"{self.done / self.total:.0%} of the text,",
                  f"about {left:.0f} s left", flush=True)


def run_jobs(jobs):
    results, progress = [], Progress(jobs)
    with multiprocessing.Pool(2, begin_worker) as pool:
        for result in pool.imap_unordered(examine, jobs):
            results.append(result)
            progress.step(result[0])
            for remark in result[3]:
                print(remark, flush=True)
    return results


def report(results):
    """Prints the counts; answers whether all is as it should be."""
    accepted = [result for result in results if result[1]["accepted"]]

    def count(forms):
        # A file that CPython shows in none of these forms counts neither way.
        asked = [equal for _, known, equal, _ in accepted
                 if any(known.get(form) for form in forms if form in equal)]
        good = sum(all(equal[form] is not False for form in forms if form in equal) for equal in asked)
        return f"{good} of {len(asked)}"

    print(f"{len(results)} files, of which CPython compiles {len(accepted)}:")
    print(f"tokens equal:          {count(TOKENS)}")
    print(f"tree equal:            {count({**TREES, **MORE_TREES})}")
    print(f"compiled and verified: {sum(equal['code'] for _, _, equal, _ in accepted)} of {len(accepted)}")
    others = [result for result in results if not result[1]["accepted"]]
    print(f"refused by both:       {sum(equal['code'] for _, _, equal, _ in others)} of {len(others)}")
    wrong = sum(False in equal.values() for _, _, equal, _ in results)
    print(f"{len(results) - wrong} passed, {wrong} failed")
    return not wrong


def main(words):
    sample = words[:1] == ["--sample"]
    sevenstep, code_json, *paths = words[sample:]
    if not paths:
        paths = library_files()
        if not any("/test/" in path for path in paths):
            sys.exit("compare.py: install libpython3.11-stdlib and libpython3.11-testsuite (make deps)")
        paths = paths[::16] if sample else paths
    jobs_of = [(path, {**TOKENS, **TREES}) for path in paths]
    if sample:
        own = sorted(glob.glob("tests/frontend/[0-9]*.py"))
        jobs_of += [(path, {**TOKENS, **TREES, **MORE_TREES}) for path in own]
        jobs_of.append((write_names("build/character_names.py"), {"ast": TREES["ast"]}))
    try:
        with open(ORACLE) as file:
            kept = json.load(file)
    except (OSError, ValueError):
        kept = {}
    jobs = []
    for path, forms in jobs_of:
        stamp, answers = kept.get(path, (None, {}))
        good = stamp == stamp_of(path) and all(form in answers for form in forms)
        jobs.append((path, answers if good else None, forms, sevenstep, code_json))
    # The largest first, so that the last ones end together.
    jobs.sort(key=lambda job: -os.path.getsize(job[0]))
    results = run_jobs(jobs)
    kept.update({path: [stamp_of(path), known] for path, known, _, _ in results})
    with open(ORACLE + ".new", "w") as file:
        json.dump(kept, file)
    os.replace(ORACLE + ".new", ORACLE)
    return 0 if report(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
