# Concatenation, repetition, comparison, membership, iteration.
print('ab' + 'cd', 'ab' * 3, 3 * 'ab', 'ab' * 0, 'ab' * -1, '' + '', 'x' + '' + 'y')
print('a' < 'b', 'a' < 'B', 'abc' < 'abd', 'ab' < 'abc', '' < 'a', 'Z' < 'a', 'a' == 'a', 'a' != 'b')
print('b' > 'abc', 'a' <= 'a', '\xe9' > 'z', '\U0001f600' > '\uffff', max('hello'), min('hello'))
for c in 'h\xe9y':
    print(c, ord(c), end=' ')
print()
print(list('abc'), tuple('ab'), sorted('banana'), list(reversed('abc')), list(enumerate('ab')))
s = 'a'
s += 'b'
s *= 3
print(s, len(s), s in 'xabababx', 'c' not in s)
for f in (lambda: 'a' + 1, lambda: 1 + 'a', lambda: 'a' * 'b', lambda: 'a' - 'b', lambda: 'a' < 1,
          lambda: 'a' * 1.5, lambda: -'a', lambda: 'a' + None, lambda: 5 in 'a'):
    try:
        f()
    except TypeError as e:
        print(e)
print('a' == 1, 'a' != 1, 'abc' == 'ab' + 'c', hash('x' * 3) == hash('xxx'))
