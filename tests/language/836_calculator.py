"""A calculator: tokens, a precedence parser, an evaluator, and what they refuse."""
import json, sys, math

class Tok:

    def __init__(self, kind, val, pos):
        self.kind, self.val, self.pos = (kind, val, pos)

    def __repr__(self):
        return f'Tok({self.kind!r}, {self.val!r}@{self.pos})'

class ParseError(Exception):

    def __init__(self, msg, pos):
        super().__init__(msg, pos)
        self.pos = pos

    def __str__(self):
        return f'{self.args[0]} at {self.pos}'

def lex(s):
    i = 0
    while i < len(s):
        ch = s[i]
        if ch.isspace():
            i += 1
            continue
        if ch.isdigit() or ch == '.':
            j = i
            while j < len(s) and (s[j].isdigit() or s[j] == '.'):
                j += 1
            yield Tok('num', float(s[i:j]) if '.' in s[i:j] else int(s[i:j]), i)
            i = j
        elif ch.isalpha():
            j = i
            while j < len(s) and s[j].isalnum():
                j += 1
            yield Tok('id', s[i:j], i)
            i = j
        elif s[i:i + 2] == '**':
            yield Tok('op', '**', i)
            i += 2
        elif ch in '+-*/()=,%':
            yield Tok('op', ch, i)
            i += 1
        else:
            raise ParseError(f'bad character {ch!r}', i)
    yield Tok('end', None, i)

class Parser:
    PREC = {'+': (1, False), '-': (1, False), '*': (2, False), '/': (2, False), '%': (2, False), '**': (4, True)}

    def __init__(self, s):
        self.toks = list(lex(s))
        self.i = 0

    @property
    def cur(self):
        return self.toks[self.i]

    def advance(self):
        t = self.cur
        self.i += 1
        return t

    def expect(self, v):
        if self.cur.val != v:
            raise ParseError(f'expected {v!r}, got {self.cur.val!r}', self.cur.pos)
        return self.advance()

    def expr(self, minp=0):
        left = self.unary()
        while self.cur.kind == 'op' and self.cur.val in self.PREC and (self.PREC[self.cur.val][0] >= minp):
            op = self.advance().val
            p, right = self.PREC[op]
            left = (op, left, self.expr(p if right else p + 1))
        return left

    def unary(self):
        if self.cur.val == '-':
            self.advance()
            return ('neg', self.expr(3))
        t = self.advance()
        if t.kind == 'num':
            return t.val
        if t.kind == 'id':
            if self.cur.val == '(':
                self.advance()
                args = []
                while self.cur.val != ')':
                    args.append(self.expr())
                    if self.cur.val == ',':
                        self.advance()
                self.expect(')')
                return ('call', t.val, args)
            return ('var', t.val)
        if t.val == '(':
            e = self.expr()
            self.expect(')')
            return e
        raise ParseError(f'unexpected {t.val!r}', t.pos)

def ev(n, env):
    match n:
        case int() | float():
            return n
        case ['neg', x]:
            return -ev(x, env)
        case ['var', name]:
            try:
                return env[name]
            except KeyError:
                raise NameError(f'undefined variable {name}') from None
        case ['call', f, args]:
            return env[f](*[ev(a, env) for a in args])
        case [op, a, b]:
            a, b = (ev(a, env), ev(b, env))
            return {'+': lambda: a + b, '-': lambda: a - b, '*': lambda: a * b, '/': lambda: a / b, '%': lambda: a % b, '**': lambda: a ** b}[op]()
env = {'pi': math.pi, 'sqrt': math.sqrt, 'max': max}
for s in ['1+2*3', '2**3**2', '-2**2', '(1+2)*3/4', 'sqrt(16)+max(1,2,3)', '10%4-7', '1/0', 'x+1', '3 $ 4', '(1+2', 'pi*2', '2**200', '', 'sqrt(-1)', '1.5.2']:
    try:
        p = Parser(s)
        t = p.expr()
        p.expect(None)
        print(f'{s:25} -> {t!s:50} = {ev(t, env)}')
    except (ParseError, ZeroDivisionError, NameError, ValueError) as e:
        print(f'{s:25} !! {type(e).__name__}: {e}')
