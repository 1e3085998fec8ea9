"""Statistics of a text: words, letters, sentences, longest words, n-grams, wrapped and justified."""

TEXT = """It was late in the year, and the days were short. The old house by the river stood empty;
nobody had lived in it since the flood. "Who would buy it?" asked the miller. "Nobody would,"
said his wife, "not for a hundred crowns!" But they were wrong. One morning, a stranger came down
the road with a small grey dog, and he looked at the house for a long time. He looked at the roof,
and he looked at the windows; then he looked at the river. The river was quiet that morning.
"I'll take it," he said. And that was that: the house by the river had an owner again."""


def words_of(text):
    word = []
    for ch in text.lower():
        if ch.isalpha() or (ch == "'" and word):
            word.append(ch)
        elif word:
            yield "".join(word).strip("'")
            word = []
    if word:
        yield "".join(word)


def frequencies(items):
    table = {}
    for item in items:
        table[item] = table.get(item, 0) + 1
    return table


def most_common(table, n=None):
    ranked = sorted(table.items(), key=lambda kv: (-kv[1], kv[0]))
    return ranked if n is None else ranked[:n]


def ngrams(words, n):
    return zip(*[words[i:] for i in range(n)])


def wrap(text, width):
    lines, line = [], []
    length = 0
    for word in text.split():
        if length + len(word) + len(line) > width:
            lines.append(line)
            line, length = [], 0
        line.append(word)
        length += len(word)
    if line:
        lines.append(line)
    return lines


def justify(lines, width):
    for line in lines[:-1]:
        if len(line) == 1:
            yield line[0]
            continue
        spaces = width - sum(len(w) for w in line)
        gap, extra = divmod(spaces, len(line) - 1)
        out = ""
        for i, word in enumerate(line[:-1]):
            out += word + " " * (gap + (1 if i < extra else 0))
        yield out + line[-1]
    yield " ".join(lines[-1])


def sentences(text):
    start = 0
    for i, ch in enumerate(text):
        if ch in ".?!":
            yield " ".join(text[start:i + 1].split()).strip('" ')
            start = i + 1


words = list(words_of(TEXT))
table = frequencies(words)
print(len(TEXT), len(words), len(table), len(TEXT.splitlines()))
print(most_common(table, 12))
print(sorted((w for w in table if len(w) == max(map(len, table)))), sum(map(len, words)) / len(words))
letters = frequencies(c for c in TEXT.lower() if c.isalpha())
total = sum(letters.values())
for letter, count in most_common(letters, 8):
    print(f"{letter} {count:4d} {count / total:7.2%} {'#' * (count // 3)}")
print("missing:", "".join(c for c in "abcdefghijklmnopqrstuvwxyz" if c not in letters))
print(most_common(frequencies(ngrams(words, 2)), 5))
print(most_common(frequencies(ngrams(words, 3)), 3))
for i, sentence in enumerate(sentences(TEXT), 1):
    print("%2d. [%3d] %s" % (i, len(sentence), sentence if len(sentence) < 60 else sentence[:57] + "..."))
for width in (30, 50):
    print("+" + "-" * width + "+")
    for line in justify(wrap(TEXT, width), width):
        print("|" + line.ljust(width) + "|")
lengths = {}
for w in words:
    lengths.setdefault(len(w), set()).add(w)
for n in sorted(lengths):
    print(n, len(lengths[n]), " ".join(sorted(lengths[n])[:6]))
print(sorted(table, key=lambda w: (w[::-1], w))[:15])
anagrams = {}
for w in table:
    anagrams.setdefault("".join(sorted(w)), []).append(w)
print([sorted(group) for group in anagrams.values() if len(group) > 1])
print(" ".join(w.capitalize() if i % 5 == 0 else w for i, w in enumerate(words[:25])))
vowels = sum(TEXT.lower().count(v) for v in "aeiou")
print(vowels, total - vowels, round(vowels / total, 4), TEXT.count("the"), TEXT.replace("river", "lake").count("lake"), TEXT.title()[:50], TEXT.swapcase()[:20])
