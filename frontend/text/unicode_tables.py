"""Makes unicode_data.h and nfkc_data.h from the tables inside Python 3.11 (Unicode 14).

Run in this folder: /usr/bin/python3.11 unicode_tables.py
Properties are a trie of three levels, so that equal stretches are stored once; a leaf is the
number of a record. A case mapping is a difference or, from SPECIAL on, a place in `special`.
"""
import sys
import unicodedata

assert unicodedata.unidata_version == "14.0.0"
POINTS = range(0x110000)
SPECIAL = 0x400000
FLAGS = ("ALPHA DECIMAL DIGIT NUMERIC SPACE LINE_BREAK UPPER LOWER TITLE CASE_IGNORABLE PRINTABLE "
         "IDENTIFIER_START IDENTIFIER_PART NFKC_INERT").split()


def rows(numbers):
    line = ""
    for number in numbers:
        word = f"{number},"
        if len(line) + len(word) > 100:
            yield line
            line = ""
        line += word
    yield line


def table(out, kind, name, numbers):
    out.write(f"\nstatic const {kind} {name}[] = {{\n" + "\n".join(rows(numbers)) + "\n};\n")


def opening(out, what):
    out.write(f"// {what} Made by unicode_tables.py; do not edit.\n#include <stdint.h>\n\n// clang-format off\n")


second_of_pair = {unicodedata.normalize("NFD", chr(point))[-1] for point in POINTS
                  if not 0xD800 <= point < 0xE000 and unicodedata.decomposition(chr(point))
                  and not unicodedata.decomposition(chr(point)).startswith("<")}


def nfkc_inert(char):
    point = ord(char)
    return (unicodedata.normalize("NFKC", char) == char and not unicodedata.combining(char)
            and char not in second_of_pair and not 0x1161 <= point <= 0x11C2)


specials = []


def mapping(char, mapped):
    if len(mapped) == 1:
        return ord(mapped) - ord(char)
    specials.append(len(mapped))
    specials.extend(map(ord, mapped))
    return SPECIAL + len(specials) - 1 - len(mapped)


def record(point):
    char = chr(point)
    sigma = "\u03a3"
    ignorable = (("A" + char + sigma).lower().endswith("\u03c2")
                 and not ("1" + char + sigma).lower().endswith("\u03c2"))
    truths = (char.isalpha(), char.isdecimal(), char.isdigit(), char.isnumeric(), char.isspace(),
              len(("a" + char + "a").splitlines()) == 2, char.isupper(), char.islower(),
              unicodedata.category(char) == "Lt", ignorable, char.isprintable(),
              char.isidentifier(), ("a" + char).isidentifier(),
              0xD800 <= point < 0xE000 or nfkc_inert(char))
    return (sum(truth << bit for bit, truth in enumerate(truths)),
            unicodedata.decimal(char, -1), int(unicodedata.digit(char, -1)),
            mapping(char, char.upper()), mapping(char, char.lower()),
            mapping(char, char.title()), mapping(char, char.casefold()))


def level(numbers, size):
    blocks, index = {}, []
    for start in range(0, len(numbers), size):
        index.append(blocks.setdefault(tuple(numbers[start:start + size]), len(blocks)))
    return index, [number for block in blocks for number in block]


def write_properties():
    records = {}
    leaves = [records.setdefault(record(point), len(records)) for point in POINTS]
    middle, leaves = level(leaves, 16)
    top, middle = level(middle, 32)
    with open("unicode_data.h", "w") as out:
        opening(out, "Properties and case mappings of Unicode 14.")
        out.write("\nenum {\n" + "".join(f"    {flag} = 1 << {bit},\n"
                                         for bit, flag in enumerate(FLAGS)) + "};\n")
        out.write(f"\nenum {{ SPECIAL = {SPECIAL:#x} }};\n")
        out.write("\ntypedef struct {\n    uint16_t flags;\n    int8_t decimal, digit;\n"
                  "    int32_t upper, lower, title, casefold;\n} Record;\n")
        out.write("\nstatic const Record records[] = {\n")
        words = ["{" + ", ".join(map(str, item)) + "}" for item in records]
        out.write("\n".join(rows(words)) + "\n};\n")
        table(out, "uint16_t", "special", specials)
        table(out, "uint8_t", "top", top)
        table(out, "uint16_t", "middle", middle)
        table(out, "uint16_t", "leaves", leaves)
    assert max(top) < 256 and len(leaves) // 16 < 65536
    print(len(records), "records", len(top), len(middle), len(leaves), file=sys.stderr)


def write_nfkc():
    keys, offsets, pool, seen = [], [], [], {}
    for point in POINTS:
        if 0xAC00 <= point < 0xD7A4 or 0xD800 <= point < 0xE000:
            continue
        parts = unicodedata.normalize("NFKD", chr(point))
        if parts != chr(point):
            if parts not in seen:
                seen[parts] = len(pool)
                pool.append(len(parts))
                pool.extend(map(ord, parts))
            keys.append(point)
            offsets.append(seen[parts])
    classes = [(point, unicodedata.combining(chr(point))) for point in POINTS]
    runs = []
    for point, number in classes:
        if number and runs and runs[-1][1] == point - 1 and runs[-1][2] == number:
            runs[-1][1] = point
        elif number:
            runs.append([point, point, number])
    pairs = []
    for point in POINTS:
        parts = unicodedata.decomposition(chr(point))
        if parts and not parts.startswith("<") and len(parts.split()) == 2 \
                and unicodedata.normalize("NFC", chr(point)) == chr(point):
            first, second = (int(part, 16) for part in parts.split())
            pairs.append((first, second, point))
    with open("nfkc_data.h", "w") as out:
        opening(out, "Decompositions, combining classes, compositions.")
        out.write("\n// Code points that decompose, and where in `pool` (a length, then the parts).")
        table(out, "uint32_t", "keys", keys)
        table(out, "uint16_t", "offsets", offsets)
        out.write("\n// First and last code point of a run, and its combining class.")
        table(out, "uint32_t", "classes", [number for run in runs for number in run])
        out.write("\n// First, second, composed.")
        table(out, "uint32_t", "pairs", [number for pair in sorted(pairs) for number in pair])
    with open("nfkc_pool.h", "w") as out:
        opening(out, "The parts of nfkc_data.h's decompositions.")
        table(out, "uint32_t", "pool", pool)
    assert len(pool) < 65536


write_properties()
write_nfkc()
