# Sets of strings have the order that the hash with seed 0 gives.
print({'a', 'b', 'c'}, {'one', 'two', 'three', 'four', 'five', 'six'})
print(set('hello world'), frozenset(['x', 'yy', 'zzz']), {'', 'a'}, {None, 'n'} == {'n', None})
print(hash(''), hash('a'), hash('abc'), hash('h\xe9llo'), hash('\u20ac'), hash('\U0001f600'), hash('a longer string of forty characters here'))
print({('a', 1), ('b', 2)}, {1, 'one', 2.0, 'two'}, hash(('a', 'b')), hash(frozenset(['a', 'b'])))
words = set()
for w in 'the quick brown fox jumps over the lazy dog and runs away'.split():
    words.add(w)
print(words)
words.discard('fox')
words -= {'dog', 'cat'}
print(list(words), words.pop())
