# Trap: identity and interning; ours differs where numbers are equal (DIFFERENCES.md).
a = 256; b = int('256'); c = 257; d = int('257')
print(a is b, c is d, 'abc' is 'abc', 'ab' + 'c' is 'abc', ''.join(['a', 'b']) is 'ab', () is (), (1, 2) is (1, 2), 1.5 is 1.5, [] is [], None is None, '' is '', 'a' * 1 is 'a', 10**3 is 10**3)
