# Lists, dicts, sets, strings and sorting, with every allocation failing once.
words = 'the quick brown fox jumps over the lazy dog the end'.split()
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
print(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3])
print(','.join(reversed(words)), {len(word) for word in words}, [w.upper() for w in words if 'o' in w])
print(list(zip(words, range(3))), tuple(map(len, words)), words[1:8:3])
