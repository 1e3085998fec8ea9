# Searching, counting, replacing.
s = 'the cat sat on the mat with the hat'
print(s.find('the'), s.find('the', 1), s.find('the', 1, 10), s.find('dog'), s.find(''), s.find('', 50))
print(s.rfind('the'), s.rfind('the', 0, 20), s.rfind('x'), s.index('cat'), s.rindex('at'))
print(s.count('the'), s.count('at'), s.count(''), s.count('a', 5, 15), 'aaaa'.count('aa'), ''.count(''))
print('cat' in s, 'dog' in s, '' in s, 'the' not in s, '' in '')
print(s.replace('the', 'a'), s.replace('the', 'a', 2), s.replace('at', ''), 'abc'.replace('', '-'))
print('aaa'.replace('aa', 'b'), 'abc'.replace('x', 'y'), ''.replace('', 'x'), 'aaa'.replace('a', 'bb', 0))
print(s.startswith('the'), s.startswith('cat', 4), s.endswith('hat'), s.endswith(('x', 'at')), s.startswith(()))
print(s.startswith(''), s.endswith(''), s.startswith(('a', 't')), s.endswith('mat', 0, 22))
print('prefix-x'.removeprefix('prefix-'), 'x.py'.removesuffix('.py'), 'x'.removeprefix('y'))
for f in (lambda: s.index('dog'), lambda: s.rindex('dog'), lambda: s.find(1), lambda: 1 in s,
          lambda: s.startswith(1), lambda: s.replace('a'), lambda: s.count()):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__ + ':', e)
