"""Makes unicode_names.h: every name that the escape \\N{...} knows, from Python 3.11 (Unicode 14).

Run in this folder: /usr/bin/python3.11 unicode_names.py
Names that follow from their code points (Hangul syllables, CJK ideographs) are left out. Aliases,
which Python finds but does not list, and sequences are those that Perl lists and Python finds.
The code point of a sequence is 0x110000 and its place in `sequences`.

The names are sorted, and each says how many characters it shares with the one before it. What it
does not share is a row of symbols, the last of which ends in a newline; a symbol is a character or a
pair of symbols, the pairs being found by joining the most frequent neighbours again and again. All
numbers are written in characters: see number_next() in names.c.
"""
import collections
import heapq
import re
import sys
import unicodedata

assert unicodedata.unidata_version == "14.0.0"
PERL = "/usr/share/perl/5.36/unicore/Name.pl"
COMPUTED = ("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")
CHARACTERS = "\n -ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
PAIRS = 3000
BLOCK = 32
LAST, MORE = 45, 45  # digits that end a number, digits that go on
WIDTH = 230
LETTERS = [chr(byte) for byte in range(0x23, 0x7f) if chr(byte) not in "?\\"]


def all_names():
    names = {}
    for point in range(0x110000):
        name = unicodedata.name(chr(point), "")
        if name and not name.startswith(COMPUTED):
            names[name] = point
    with open(PERL) as file:
        listed = re.findall(r"^[0-9A-F ]+\n(.+)$", file.read(), re.MULTILINE)
    sequences = []
    for name in listed:
        try:
            text = unicodedata.lookup(name)
        except KeyError:
            continue
        if name.startswith(COMPUTED):
            continue
        if len(text) > 1:
            names[name] = 0x110000 + len(sequences)
            sequences.append([ord(char) for char in text])
        else:
            assert names.setdefault(name, ord(text)) == ord(text)
    return sorted(names.items()), sequences


def shared(left, right):
    size = 0
    while left[size] == right[size]:
        size += 1
    return size


def front_coded(names):
    """(characters shared with the name before, the others as symbols, difference of code points)"""
    before, point_before = "\n", 0
    for index, (name, point) in enumerate(names):
        if index % BLOCK == 0:
            before, point_before = "\n", 0
        size = shared(before, name + "\n")
        yield size, [CHARACTERS.index(letter) for letter in name[size:] + "\n"], point - point_before
        before, point_before = name + "\n", point


def join_pairs(rows):
    """Replaces the most frequent pair of neighbours by a symbol of its own, PAIRS times."""
    places = collections.defaultdict(set)
    count = collections.Counter()
    for index, row in enumerate(rows):
        for pair in zip(row, row[1:]):
            places[pair].add(index)
            count[pair] += 1
    heap = [(-number, pair) for pair, number in count.items()]
    heapq.heapify(heap)
    pairs = []
    while len(pairs) < PAIRS:
        number, pair = heapq.heappop(heap)
        if count[pair] != -number:
            if count[pair]:
                heapq.heappush(heap, (-count[pair], pair))
            count[pair] *= 1
            continue
        symbol = len(CHARACTERS) + len(pairs)
        pairs.append(pair)
        touched = set()
        for index in places.pop(pair):
            row, at, joined = rows[index], 0, []
            for old in zip(row, row[1:]):
                count[old] -= 1
                touched.add(old)
            while at < len(row):
                if tuple(row[at:at + 2]) == pair:
                    joined.append(symbol)
                    at += 2
                else:
                    joined.append(row[at])
                    at += 1
            rows[index] = joined
            for new in zip(joined, joined[1:]):
                count[new] += 1
                places[new].add(index)
                touched.add(new)
        for other in touched:
            if count[other] > 0:
                heapq.heappush(heap, (-count[other], other))
    return pairs


def number(value):
    digits = [value % LAST]
    value //= LAST
    while value:
        digits.insert(0, LAST + value % MORE)
        value //= MORE
    # No backslash, and no question mark, two of which may begin a trigraph.
    return "".join(LETTERS[digit] for digit in digits)


def ideographs():
    runs = []
    for point in range(0x110000):
        if unicodedata.name(chr(point), "").startswith(COMPUTED[1]):
            if runs and runs[-1][1] == point - 1:
                runs[-1][1] = point
            else:
                runs.append([point, point])
    return runs


def write_text(out, name, text):
    out.write(f"\nstatic const char {name}[] =\n")
    lines = [text[at:at + WIDTH] for at in range(0, len(text), WIDTH)]
    out.write("\n".join(f'    "{line}"' for line in lines) + ";\n")


def rows_of_numbers(numbers):
    for at in range(0, len(numbers), 24):
        yield "    " + " ".join(f"{value}," for value in numbers[at:at + 24])


def main():
    names, sequences = all_names()
    aliases = [index for index, (name, point) in enumerate(names)
               if point < 0x110000 and unicodedata.name(chr(point), "") != name]
    entries = list(front_coded(names))
    rows = [row for _, row, _ in entries]
    pairs = join_pairs(rows)
    # The more often a symbol is used, the shorter its number.
    used = collections.Counter(symbol for row in rows for symbol in row)
    symbols = range(len(CHARACTERS) + len(pairs))
    order = sorted(symbols, key=lambda symbol: -used[symbol])
    rank = {symbol: index for index, symbol in enumerate(order)}

    text, offsets, size = [], [], 0
    for index, ((prefix, _, difference), row) in enumerate(zip(entries, rows)):
        if index % BLOCK == 0:
            offsets.append(size)
        zigzag = difference * 2 if difference >= 0 else -difference * 2 - 1
        entry = number(prefix) + "".join(number(rank[symbol]) for symbol in row) + number(zigzag)
        text.append(entry)
        size += len(entry)
    lefts, rights = [], []
    for symbol in order:
        if symbol < len(CHARACTERS):
            lefts.append(ord(CHARACTERS[symbol]))
            rights.append(0xffff)
        else:
            left, right = pairs[symbol - len(CHARACTERS)]
            lefts.append(rank[left])
            rights.append(rank[right])
    with open("unicode_names.h", "w") as out:
        out.write("// Names of characters, Unicode 14. Made by unicode_names.py, which explains the form; do not edit.\n"
                  "#include <stdint.h>\n\n// clang-format off\n")
        out.write(f"\nenum {{ NAME_COUNT = {len(names)}, NAME_BLOCK = {BLOCK}, "
                  f"NAME_ROOM = {max(len(name) for name, _ in names) + 1} }};\n")
        out.write("\n// The halves of each symbol, numbers of symbols; where there is no right one, the left "
                  "is a character.\n")
        out.write("static const uint16_t symbols[][2] = {\n")
        halves = ["{%d,%d}," % both for both in zip(lefts, rights)]
        for at in range(0, len(halves), 21):
            out.write("    " + " ".join(halves[at:at + 21]) + "\n")
        out.write("};\n\n// Where each block of names begins.\nstatic const uint32_t blocks[] = {\n")
        out.write("\n".join(rows_of_numbers(offsets)) + "\n};\n")
        out.write("\n// First and last of each run of CJK unified ideographs.\n"
                  "static const uint32_t ideographs[][2] = {\n    "
                  + " ".join("{0x%x,0x%x}," % tuple(run) for run in ideographs()) + "\n};\n")
        out.write("\n// Numbers of the names that are not what their character is called.\n"
                  "static const uint16_t aliases[] = {\n" + "\n".join(rows_of_numbers(aliases)) + "\n};\n")
        longest = max(map(len, sequences))
        out.write(f"\n// Sequences that have a name, zeros at their ends.\nenum {{ SEQUENCE_ROOM = {longest} }};\n"
                  "static const uint16_t sequences[][SEQUENCE_ROOM] = {\n")
        rows_left = ["{" + ",".join(map(str, points)) + "}," for points in sequences]
        for at in range(0, len(rows_left), 8):
            out.write("    " + " ".join(rows_left[at:at + 8]) + "\n")
        out.write("};\n")
        write_text(out, "names", "".join(text))
    print(len(names), "names", size, "characters", len(pairs), "pairs", file=sys.stderr)


main()
