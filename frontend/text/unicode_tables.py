"""Makes unicode_data.h, database_data.h and normalize_data.h from the tables inside Python 3.11
(Unicode 14).

Run in this folder: /usr/bin/python3.11 unicode_tables.py
Properties are a trie of three levels, so that equal stretches are stored once; a leaf is the
number of a record. A case mapping is a difference or, from SPECIAL on, a place in `special`.
"""
import sys
import unicodedata
from fractions import Fraction

assert unicodedata.unidata_version == "14.0.0"
POINTS = range(0x110000)
SPECIAL = 0x400000
RECORD_BITS = 9
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


def runs_of(leaves):
    """(first code point << RECORD_BITS | record) of each stretch of equal leaves"""
    for point, leaf in enumerate(leaves):
        if point == 0 or leaf != leaves[point - 1]:
            yield point << RECORD_BITS | leaf


def write_database():
    """What the module unicodedata tells, now and as it was in Unicode 3.2."""
    names = [[], [], []]
    records = {}

    def record_in(database, char):
        texts = (database.category(char), database.bidirectional(char), database.east_asian_width(char))
        for text, known in zip(texts, names):
            if text not in known:
                known.append(text)
        numbers = [known.index(text) for text, known in zip(texts, names)]
        record = (*numbers, database.combining(char), database.mirrored(char))
        return records.setdefault(record, len(records))

    leaves = [record_in(unicodedata, chr(point)) for point in POINTS]
    old_leaves = [record_in(unicodedata.ucd_3_2_0, chr(point)) for point in POINTS]
    assert len(records) < (1 << RECORD_BITS) - 1
    for point in POINTS:
        if old_leaves[point] == leaves[point]:
            old_leaves[point] = (1 << RECORD_BITS) - 1
    numbers = []
    for point in POINTS:
        value = unicodedata.numeric(chr(point), None)
        if value is None:
            continue
        fraction = Fraction(value).limit_denominator(1000)
        assert fraction.numerator / fraction.denominator == value
        first, last, numerator, denominator = numbers[-1] if numbers else (-1, -1, 0, 0)
        following = (numerator + point - first, denominator)
        if last == point - 1 and (fraction.numerator, fraction.denominator) == following:
            numbers[-1][1] = point
        else:
            numbers.append([point, point, fraction.numerator, fraction.denominator])
    with open("database_data.h", "w") as out:
        opening(out, "What unicodedata tells of characters.")
        out.write(f"\nenum {{ RECORD_BITS = {RECORD_BITS} }};\n")
        for name, known in zip(("categories", "directions", "widths"), names):
            out.write(f"\nstatic const char *const {name}[] = {{\n"
                      + "\n".join(rows([f'"{text}"' for text in known])) + "\n};\n")
        out.write("\n// Numbers of category, direction and width; combining class; mirrored.\n"
                  "static const uint8_t records[][5] = {\n"
                  + "\n".join(rows(["{%d,%d,%d,%d,%d}" % item for item in records])) + "\n};\n")
        out.write("\n// The first code point of a run << RECORD_BITS | its record.")
        table(out, "uint32_t", "runs", runs_of(leaves))
        out.write("\n// The same for Unicode 3.2; all bits of a record set: as it is now.")
        table(out, "uint32_t", "old_runs", runs_of(old_leaves))
        out.write("\n// First and last code point, the first's numerator, denominator.")
        table(out, "int64_t", "numbers", [number for run in numbers for number in run])


def write_normalization():
    keys, offsets, pool, seen, tags = [], [], [], {}, [""]
    for point in POINTS:
        words = unicodedata.decomposition(chr(point)).split()
        if not words:
            continue
        tag = words.pop(0) if words[0].startswith("<") else ""
        if tag not in tags:
            tags.append(tag)
        entry = (tags.index(tag) * 32 + len(words), *(int(word, 16) for word in words))
        if entry not in seen:
            seen[entry] = len(pool)
            pool.extend(entry)
        keys.append(point)
        offsets.append(seen[entry])
    pairs = []
    for point in POINTS:
        parts = unicodedata.decomposition(chr(point))
        if parts and not parts.startswith("<") and len(parts.split()) == 2 \
                and unicodedata.normalize("NFC", chr(point)) == chr(point):
            first, second = (int(part, 16) for part in parts.split())
            pairs.append((first, second, point))
    with open("normalize_data.h", "w") as out:
        opening(out, "Decompositions and compositions.")
        out.write("\n// What a decomposition says of itself; the first is canonical.\n"
                  "static const char *const tags[] = {\n"
                  + "\n".join(rows([f'"{tag}"' for tag in tags])) + "\n};\n")
        out.write("\n// Code points that decompose, and where in `pool` (a tag * 32 + a length, then the parts).")
        table(out, "uint32_t", "keys", keys)
        table(out, "uint16_t", "offsets", offsets)
        out.write("\n// First, second, composed.")
        table(out, "uint32_t", "pairs", [number for pair in sorted(pairs) for number in pair])
    with open("normalize_pool.h", "w") as out:
        opening(out, "The parts of normalize_data.h's decompositions.")
        table(out, "uint32_t", "pool", pool)
    assert len(pool) < 65536


write_properties()
write_database()
write_normalization()
