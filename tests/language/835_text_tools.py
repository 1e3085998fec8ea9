"""Logs, tokens, tables, roman numerals, pipelines of generators."""
import re
log = '2024-01-05 10:00:01 ERROR [db] Connection failed: timeout=30s\n2024-01-05 10:00:02 INFO [web] GET /index.html 200 12ms\n2024-01-06 11:30:00 WARN [web] GET /a/b?x=1&y=2 404 3ms\nbad line'
pat = re.compile('^(?P<date>\\d{4}-\\d\\d-\\d\\d) (?P<t>[\\d:]+) (?P<lvl>[A-Z]+) \\[(?P<mod>\\w+)\\] (?P<msg>.*)$', re.M)
for m in pat.finditer(log):
    print(m['date'], m.group('lvl', 'mod'), m.end(), m.lastgroup, m.lastindex, m.regs[1])
print(re.split('[,;\\s]+', 'a, b;c  d'), re.split('(-)', 'a-b-c', maxsplit=1))
print(re.sub('(\\w+) (\\w+)', '\\2 \\g<1>', 'hello world'), re.subn('a', 'b', 'banana', 2))
print(re.findall('(\\d+)-(\\d+)', '1-2 3-4'), re.fullmatch('\\d+', '12a'), re.escape('a.b*c'))
print(re.match('(?i)HELLO(?=!)', 'hello!'), re.search('(?<!\\$)\\b\\d+', '$5 6'))
print(re.findall('(?:ab)+?|c{2,3}', 'ababccc'))
print(re.sub('(?<=a)b', lambda m: m[0].upper(), 'abcb'), re.search('(a)|(b)', 'b').groups('-'))
print(re.sub('\\s*#.*$', '', 'x = 1 # c\ny', flags=re.M))
print(re.findall('[^\\W\\d_]+', 'héllo wörld_1'), re.compile('\\d+').pattern)
print(re.match('(.)(.)?', 'a').groups(), re.findall('\\b\\w', 'The Quick'), re.purge())
for bad in ('(', '[a', '*a', '(?P<x', 'a{2,1}', '\\1', '(?<=a+)b', '(?P<a>x)(?P<a>y)', '[z-a]', '\\q', '(?z)'):
    try:
        re.compile(bad)
        print(bad, 'ok')
    except re.error as e:
        print(bad, '->', e, e.pos)

def tokenize(code):
    spec = [('NUM', '\\d+(\\.\\d*)?'), ('ID', '[A-Za-z_]\\w*'), ('OP', '[+\\-*/=()]'), ('SKIP', '[ \\t]+'), ('BAD', '.')]
    rx = '|'.join((f'(?P<{n}>{p})' for n, p in spec))
    for m in re.finditer(rx, code):
        if m.lastgroup == 'SKIP':
            continue
        if m.lastgroup == 'BAD':
            raise RuntimeError(f'{m[0]!r} unexpected at {m.start()}')
        yield (m.lastgroup, m[0])
print(list(tokenize('x = 3.14*(y+2)')))

def roman(n):
    out = ''
    for v, s in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), 'M CM D CD C XC L XL X IX V IV I'.split()):
        q, n = divmod(n, v)
        out += s * q
    return out
print([roman(n) for n in (4, 9, 14, 1994, 3999)])
inv = {'apple': (3, 0.5), 'kiwi': (12, 0.25), 'melon': (1, 3.999)}
print(f"{'Item':<10}{'Qty':>5}{'Price':>10}{'Total':>12}")
print('-' * 37)
for k, (q, p) in inv.items():
    print(f'{k:<10}{q:>5}{p:>10.2f}{q * p:>12,.3f}')
print('=' * 37, f'{sum((q * p for q, p in inv.values())):>36.2f}', sep='\n')
w, pr = (12, 3)
print(f"{3.14159:>{w}.{pr}f}|{'é':^{w}}|{-42:=+8}|{1e-07}|{1e+22}|{123456789.123:g}|{0.1:.20f}|{2 ** 64:,}|{'%'}|{{}}|{('a' if w else 'b')}|{(lambda x: x + 1)(2)}|{w!r:>4}|{inv['apple'][0]}")
stack = []
for tok in '3 4 + 2 * 7 / dup *'.split():
    match tok:
        case '+' | '-' | '*' | '/' as op:
            b, a = (stack.pop(), stack.pop())
            stack.append({'+': a + b, '-': a - b, '*': a * b, '/': a / b}[op])
        case 'dup':
            stack.append(stack[-1])
        case n:
            stack.append(int(n))
print(stack)

def primes():
    D, q = ({}, 2)
    while True:
        if q not in D:
            yield q
            D[q * q] = [q]
        else:
            for p in D.pop(q):
                D.setdefault(p + q, []).append(p)
        q += 1
import itertools
print(list(itertools.islice(primes(), 15)))

def pipeline(*fs):

    def run(it):
        for f in fs:
            it = f(it)
        return it
    return run
print(list(pipeline(lambda it: (x * x for x in it), lambda it: filter(lambda v: v % 2, it), lambda it: itertools.islice(it, 3))(itertools.count(1))))

class Countdown:

    def __init__(s, n):
        s.n = n

    def __iter__(s):
        return s

    def __next__(s):
        if s.n <= 0:
            raise StopIteration
        s.n -= 1
        return s.n + 1
print(list(Countdown(3)), sum(Countdown(4)), max(Countdown(2)), *Countdown(2))
print(dict(enumerate(Countdown(2))), 2 in Countdown(3), [*zip(Countdown(3), 'ab')])

def bad_gen():
    yield 1
    raise StopIteration
try:
    list(bad_gen())
except RuntimeError as e:
    print(e, repr(e.__cause__))

def process(n):
    if n < 0:
        raise ValueError(f'negative: {n}')
    return n ** 0.5

class Wrapper:

    def run(self, items):
        return [process(i) for i in items]
