"""words: write a text of n words, take it apart again and count. Dicts of strings, string methods,
sorting."""
import sys
import time

ONSETS = ['b', 'ch', 'd', 'f', 'gr', 'k', 'l', 'm', 'n', 'p', 'qu', 'r', 's', 'st', 't', 'v']
VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ee', 'ou']
CODAS = ['', '', '', 'n', 'r', 's', 'l', 'nd']


class Random:
    """A linear congruential generator: the same numbers on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1664525 + 1013904223) % 4294967296
        return (self.state >> 10) % limit


def make_word(random):
    word = ''
    for _ in range(1 + random.below(3)):
        word += ONSETS[random.below(16)] + VOWELS[random.below(8)] + CODAS[random.below(8)]
    return word


def make_text(size, random):
    """Sentences from a vocabulary in which, as in speech, few words come often."""
    vocabulary = [make_word(random) for _ in range(200 + size // 50)]
    lines = []
    line = []
    capital = True
    for _ in range(size):
        reach = 1 + random.below(len(vocabulary))
        word = vocabulary[random.below(reach)]
        if capital:
            word = word.capitalize()
        capital = random.below(9) == 0
        if capital:
            word += '.?!'[random.below(3)]
        elif random.below(7) == 0:
            word += ','
        line.append(word)
        if len(line) == 12:
            lines.append(' '.join(line))
            line = []
    lines.append(' '.join(line))
    return '\n'.join(lines)


def analyse(text):
    """Return the table of counts, the words by first letter, and the number of sentences."""
    counts = {}
    initials = {}
    sentences = 0
    for line in text.split('\n'):
        for token in line.split():
            word = token.rstrip('.,?!').lower()
            if token[-1] in '.?!':
                sentences += 1
            counts[word] = counts.get(word, 0) + 1
            letter = word[0]
            if letter in initials:
                initials[letter].add(word)
            else:
                initials[letter] = {word}
    return counts, initials, sentences


def run(size):
    text = make_text(size, Random(7))
    return (text,) + analyse(text)


def counts_by_sorting(text):
    """The same table without a dict: equal words lie side by side in a sorted list."""
    for mark in '.,?!':
        text = text.replace(mark, ' ')
    table = []
    for word in sorted(text.lower().split()):
        if table and table[-1][0] == word:
            table[-1][1] += 1
        else:
            table.append([word, 1])
    return table


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 220000
    if size < 1:
        sys.exit('words: the size must be at least 1')
    run(20)
    start = time.perf_counter_ns()
    text, counts, initials, sentences = run(size)
    elapsed = time.perf_counter_ns() - start
    if (sorted(counts.items()) != [tuple(entry) for entry in counts_by_sorting(text)]
            or sum(counts.values()) != size or sum(map(len, initials.values())) != len(counts)
            or sentences != text.count('.') + text.count('?') + text.count('!')):
        sys.exit('words: wrong answer at size %d' % size)
    print('%d characters, %d words, %d different, %d sentences'
          % (len(text), size, len(counts), sentences))
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:10]:
        print('%6d %s' % (count, word))
    print(' '.join('%s:%d' % (letter, len(initials[letter])) for letter in sorted(initials)))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
