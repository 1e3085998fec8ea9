# What built-in functions and operators answer, and what they say when they cannot.
for e in ('range(5)', 'range(1, 10, 3)', 'list(range(10, 0, -3))', 'range(0)', 'len(range(0, 10, 3))', 'range(10)[2:8:2]', 'range(10)[::-1]', 'range(10)[-1]', 'range(10)[10]', '5 in range(10)', '5.0 in range(10)', '"a" in range(3)', 'range(10).index(7)', 'range(10).count(3)', 'range(3) == range(0, 3, 1)', 'range(0, 3, 2) == range(0, 4, 2)', 'hash(range(3)) == hash((3, 0, 1))', 'list(reversed(range(5)))', 'list(range(10**20, 10**20 + 3))', 'len(range(10**20))', 'range(10**20)[10**19]', 'range(10**30)[::10**29]', 'list(range(2**63 - 2, 2**63 + 2))', 'range(1, 2, 0)', 'range(1.5)', 'range("a")', 'list(reversed(range(10**20, 10**20+3)))', 'range(5).start, range(5).stop, range(5).step', 'bool(range(0)), bool(range(1))', 'list(range(-5, 5, 4))', 'list(range(2**61-2, 2**61+2))', 'sum(range(100))', 'max(range(5)), min(range(5))',
  'list(enumerate("ab"))', 'list(enumerate("ab", 5))', 'list(enumerate("ab", start=2**62))', 'list(zip([1, 2], "ab", (3, 4)))', 'list(zip())', 'list(zip([1], [1, 2], strict=True))', 'list(zip([1, 2], [1], strict=True))', 'list(map(lambda a, b: a + b, [1, 2], [3, 4, 5]))', 'list(map(str, range(3)))', 'list(filter(None, [0, 1, "", "a"]))', 'list(filter(lambda x: x > 1, range(4)))', 'list(reversed("abc"))', 'list(iter([3, 2, 1].pop, 2))', 'next(iter([]), 5)', 'next(iter([]))', 'next(5)', 'iter(5)', 'iter(5, 6)', 'map(abs)', 'filter(1)', 'zip(1)', 'zip(x=1)', 'enumerate()', 'enumerate(1, 2, 3)', 'enumerate(5)', 'reversed({1})', 'reversed(5)', 'list(reversed({1: 2, 3: 4}))',
  'abs(-5), abs(5), abs(-1.5), abs(True), abs(-2**70)', 'all([1, 0]), all([]), any([0, 1]), any([])', 'bin(5), oct(8), hex(255), bin(-5), hex(-2**70)', 'chr(97), chr(8364), ord("a"), ord("\\u20ac")', 'divmod(7, -2), divmod(-7.5, 2)', 'pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(3, -1, 7)', 'pow(2, -1, 0)', 'pow(1, 2, "a")', 'pow(base=2, exp=3)', 'round(2.5), round(3.5), round(2.675, 2), round(1234, -2), round(1.5, None)', 'round("a")', 'round(1.5, "a")', 'sum([1, 2, 3]), sum([0.1] * 10), sum([1, 2.5, 3]), sum([[1], [2]], []), sum([2**62, 2**62, 2**62])', 'sum([True, 2.0, 10**30])', 'sum(["a"])', 'sum(["a"], "")', 'sum([1], start=5)', 'sum([(1,)], ())',
  'min(3, 1, 2), max([1, 5, 2]), min("b", "a"), max([], default=3), min([1, -3], key=abs), max(1, 2.0)', 'min()', 'min([])', 'max(1, 2, default=3)', 'min(1, "a")', 'max(1, foo=3)', 'sorted("bca"), sorted([1, 3, 2], reverse=True), sorted("bAc", key=str.lower)', 'sorted()', 'sorted(5)', 'sorted([1], x=2)', 'callable(len), callable(5), callable(int)', 'hash(1), hash("a") == hash("a"), hash(1.5), hash(True), hash((1, 2)), hash(()), hash((1, "a", 2.5)) == hash((1, "a", 2.5)), hash(frozenset([1, 2, 3]))', 'hash({})', 'len("abc"), len([]), len({1: 2})', 'len(5)', 'isinstance(1, int), isinstance(1, (str, int)), issubclass(bool, int), isinstance(True, int)', 'isinstance(1, 5)', 'issubclass(1, int)', 'issubclass(int, 5)', 'isinstance(1, int | str)', 'getattr(1, "real"), getattr(1, "foo", 5), hasattr(1, "foo"), hasattr([], "append")', 'getattr(1, "foo")', 'getattr(1, 2)', 'setattr(1, "a", 2)', 'repr("a"), ascii("\\xe9\\u20ac"), format(5, "03d"), format("a", ">3"), format(1.5)', 'format(1, 2)', 'format([], "x")', 'vars(5)', 'ord("ab")', 'ord(5)', 'chr(-1)', 'chr(1.5)', 'abs("a")', '-[]', '+"a"', '~1.5', 'not []', '1 + "a"', '"a" + 1', '"a" * 1.5', '[1] + 1', '1 + [1]', 'None + 1', '1 in 5', 'None[0]', '5[0]', '{1}[0]', 'len[0]', 'int[0]', 'list[int]', '5 < "a"', 'None < None', '[] < {}', '1 == "a", 1 != "a"', '1j < 2j', '{1, 2} < {1, 2, 3}, {1} | {2}, {1, 2} & {2}, {1} ^ {2}, {1, 2} - {1}', '{1} | [1]', '{1} < [1]', 'set([1]).union([2], (3,)), {1, 2}.issubset([1, 2, 3]), {1, 2}.issuperset([1]), {1}.isdisjoint([2])', '{1}.remove(2)', 'set().pop()', '{[]}', '{1: {}}[1]', 'frozenset([1]) == {1}, hash(frozenset()) , frozenset([1]) | {2}, {2} | frozenset([1])', '{frozenset([1])} & {frozenset([1])}', '{1} in {frozenset([1])}', 'set("hello") == set("olleh")', '[] in {1}', 'type(...), type(None), type(NotImplemented), ..., None, NotImplemented', 'bool(NotImplemented)', 'type(None)()', 'id(5) == id(5), id(1.5) == id(1.5), id("a") == id("a")', 'dir(5)[:3]', '[x for x in dir([]) if x[0] != "_"]', '[x for x in dir({}) if x[0] != "_"]', '[x for x in dir(set()) if x[0] != "_"]', '[x for x in dir(()) if x[0] != "_"]', '[x for x in dir(range(1)) if x[0] != "_"]', '[].append()', '[].append(1, 2)', '[].insert(1)', '{}.get()', '{}.pop()', '[].sort(1)', '[].sort(x=1)', '[].pop(1, 2)', 'len()', 'len(1, 2)', 'abs()', 'isinstance(1)', 'dict.fromkeys()', 'list.append(5, 1)', 'dict.get(5, 1)', 'list(x=1)', 'set(x=1)', 'tuple(x=1)', 'list(1, 2)', 'set(1, 2)', 'tuple(1, 2)', 'range()', 'slice()', 'range(1, 2, 3, 4)', 'range(x=1)', '[1, 2, 3].__len__(), [1].__contains__(1), [1].__getitem__(0), [1].__add__([2]), [1].__eq__(1), [1].__lt__([2]), {1: 2}.__getitem__(1)', '[1].__iadd__("ab")', '(1).__add__("a")', '[2].__mul__(2), [2].__rmul__(2)'):
    try: print(e, '=', eval(e))
    except BaseException as x: print(e, '->', type(x).__name__, x)
class A:
    def __getitem__(s, i):
        if i > 3: raise IndexError
        return i * 2
    def __len__(s): return 4
print(list(A()), list(reversed(A())), 4 in A(), 5 in A(), tuple(A()), max(A()), sum(A()))
class B:
    def __index__(s): return 2
print([1, 2, 3][B()], 'abc'[B()], [1, 2, 3][:B()], range(B()), bin(B()), [0] * B(), hex(B()))
class C:
    def __iter__(s): return 5
try: list(C())
except TypeError as e: print(e)
class D:
    def __len__(s): return -1
for f in (len, bool):
    try: f(D())
    except Exception as e: print(type(e).__name__, e)
class E:
    def __bool__(s): return 5
try: bool(E())
except TypeError as e: print(e)
class F:
    def __repr__(s): return 5
    def __hash__(s): return 'a'
for f in (repr, str, hash):
    try: f(F())
    except TypeError as e: print(e)
class G:
    def __lt__(s, o): return NotImplemented
    def __eq__(s, o): return NotImplemented
try: G() < G()
except TypeError as e: print(e)
print(G() == G(), [G()] == [G()])
class H(int):
    def __radd__(s, o): return 'H.radd'
    def __rmul__(s, o): return 'H.rmul'
print(1 + H(2), [1] * H(2), H(2) + 1)
x = []
for i in range(50): x = [x]
print(repr(x)[:10], x == x)
def deep(n):
    x = []
    for i in range(n): x = [x]
    return x
for f in (repr, str, lambda x: x == deep(100000), lambda x: hash(tuple(x))):
    try: f(deep(100000)); print('ok')
    except RecursionError as e: print('RecursionError', e)
    except TypeError as e: print(e)
