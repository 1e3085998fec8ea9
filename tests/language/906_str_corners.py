# attribute access, methods and protocol of str in odd corners
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__ + ':', e)
class S(str): pass
class T(str):
    def __add__(self, o): return 'T+'
    def __radd__(self, o): return 'r+T'
    def __str__(self): return 'strT'
    def __eq__(self, o): return 'eq'
    __hash__ = str.__hash__
    def __mod__(self, o): return 'mod'
    def __len__(self): return 99
    def __contains__(self, x): return True
    def __iter__(self): return iter([1])
    def __getitem__(self, i): return 'item'
a = T('abc')
t(lambda: a + 'x'); t(lambda: 'x' + a); t(lambda: str(a)); t(lambda: a == 'x'); t(lambda: a % 1); t(lambda: len(a)); t(lambda: 'zz' in a); t(lambda: list(a)); t(lambda: a[0]); t(lambda: f'{a}'); t(lambda: '%s' % a); t(lambda: ''.join([a, a])); t(lambda: a.upper()); t(lambda: repr(a)); t(lambda: {a: 1}['abc']); t(lambda: print(a)); t(lambda: a * 2); t(lambda: hash(a) == hash('abc')); t(lambda: format(a, '>10'))
class R:
    def __radd__(self, o): return 'radd ' + o
    def __rmul__(self, o): return 'rmul ' + o
    def __rmod__(self, o): return 'rmod ' + o
    def __index__(self): return 2
t(lambda: 'a' + R()); t(lambda: 'a' * R()); t(lambda: 'a' % R()); t(lambda: 'abc'[R()]); t(lambda: 'abc'[R():]); t(lambda: 'x'.ljust(R(), '-'))
class I2:
    def __index__(self): return 'x'
t(lambda: 'abc'[I2()]); t(lambda: 'abc'[:I2()]); t(lambda: 'a' * I2()); t(lambda: 'abc'.find('b', I2()))
t(lambda: str.join(',', ['a', 'b'])); t(lambda: str.__add__('a', 'b')); t(lambda: str.__add__('a', 1)); t(lambda: 'a'.__add__(1)); t(lambda: 'a'.__lt__(1)); t(lambda: 'a'.__getitem__(0)); t(lambda: 'a'.__format__('>3')); t(lambda: 'a'.__rmod__('%s')); t(lambda: 'a'.__str__()); t(lambda: str.__new__(str, 5)); t(lambda: S('q').__class__); t(lambda: S(b'q', 'ascii')); t(lambda: S(object='z'))
t(lambda: 'a'.foo); t(lambda: setattr('a', 'x', 1)); t(lambda: 'a'.upper.__name__); t(lambda: str.upper.__name__); t(lambda: repr(str.upper))
t(lambda: [c for c in dir('') if not c.startswith('_')])
t(lambda: sorted(['B', 'a', 'C'], key=str.lower)); t(lambda: list(map(str.upper, 'abc'))); t(lambda: max('abc', 'abd')); t(lambda: ''.join(reversed('abc'))); t(lambda: list(enumerate('ab'))); t(lambda: dict(zip('ab', 'cd'))); t(lambda: tuple('abc')); t(lambda: set('a')); t(lambda: sum(['a'], '')); t(lambda: 'abc' > 'abd'); t(lambda: bool('')); t(lambda: int('٣')); t(lambda: float(' 1.5 ')); t(lambda: ord('ab')); t(lambda: ord('')); t(lambda: chr(0x110000)); t(lambda: chr('a')); t(lambda: ord(1)); t(lambda: ascii('é')); t(lambda: isinstance('a', (int, str)))
t(lambda: 'a,b;c'.replace(',', ';').split(';')); t(lambda: 'x=%(x)d' % {'x': 5}); t(lambda: 'abc'.startswith('b', 1)); t(lambda: 'abc'.startswith(('x', 'a'))); t(lambda: 'abc'.endswith('b', 0, 2)); t(lambda: 'abc'.startswith('', 4)); t(lambda: 'abc'.startswith(())); t(lambda: 'aXbX'.split('X')); t(lambda: 'abc'.split('b', -1)); t(lambda: 'abc'.split('b', 0)); t(lambda: 'a b'.split(maxsplit=0)); t(lambda: 'a\n'.splitlines(keepends=True)); t(lambda: 'aaa'.count('aa')); t(lambda: 'aaa'.replace('aa', 'b')); t(lambda: 'ß'.casefold() == 'SS'.casefold()); t(lambda: 'é'.isalpha()); t(lambda: '-'.join('é€')); t(lambda: 'x' * 3 + 'y' * 2)
s = 'a' * 100; u = s; s += 'b'; t(lambda: (len(u), len(s), s[-1]))
d = {}
for w in 'the cat the dog'.split(): d[w] = d.get(w, 0) + 1
print(d, sorted(d.items(), key=lambda kv: (-kv[1], kv[0])))
print('abc' is 'abc', 'a' + 'b' == 'ab', id('a') == id('a'))
print(*map(hash, ['', 'a', 'ab', 'é', '€', '😀', 'hello world' * 10]))
