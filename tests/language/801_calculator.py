#!/usr/bin/env python3
"""A calculator: tokenizer, recursive descent parser, evaluator with variables and functions."""
import math


class ParseError(Exception):
    def __init__(self, message, position):
        super().__init__(message)
        self.position = position


class Token:
    def __init__(self, kind, value, position):
        self.kind = kind
        self.value = value
        self.position = position

    def __repr__(self):
        return "Token({}, {!r})".format(self.kind, self.value)


def tokenize(text):
    tokens = []
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or (c == "." and i + 1 < len(text) and text[i + 1].isdigit()):
            start = i
            while i < len(text) and (text[i].isdigit() or text[i] == "."):
                i += 1
            literal = text[start:i]
            if literal.count(".") > 1:
                raise ParseError("malformed number " + literal, start)
            tokens.append(Token("NUM", float(literal) if "." in literal else int(literal), start))
        elif c.isalpha() or c == "_":
            start = i
            while i < len(text) and (text[i].isalnum() or text[i] == "_"):
                i += 1
            tokens.append(Token("NAME", text[start:i], start))
        elif text[i:i + 2] in ("**", "//", "<=", ">=", "==", "!="):
            tokens.append(Token("OP", text[i:i + 2], i))
            i += 2
        elif c in "+-*/%()=,<>":
            tokens.append(Token("OP", c, i))
            i += 1
        else:
            raise ParseError("unexpected character %r" % c, i)
    tokens.append(Token("END", None, len(text)))
    return tokens


class Number:
    def __init__(self, value):
        self.value = value

    def eval(self, env):
        return self.value

    def show(self):
        return repr(self.value)


class Variable:
    def __init__(self, name):
        self.name = name

    def eval(self, env):
        if self.name not in env:
            raise NameError("unknown variable '%s'" % self.name)
        return env[self.name]

    def show(self):
        return self.name


class Unary:
    def __init__(self, op, operand):
        self.op, self.operand = op, operand

    def eval(self, env):
        value = self.operand.eval(env)
        return -value if self.op == "-" else value

    def show(self):
        return "(" + self.op + self.operand.show() + ")"


class Binary:
    OPERATIONS = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "//": lambda a, b: a // b,
        "%": lambda a, b: a % b,
        "**": lambda a, b: a ** b,
        "<": lambda a, b: int(a < b),
        ">": lambda a, b: int(a > b),
        "<=": lambda a, b: int(a <= b),
        ">=": lambda a, b: int(a >= b),
        "==": lambda a, b: int(a == b),
        "!=": lambda a, b: int(a != b),
    }

    def __init__(self, op, left, right):
        self.op, self.left, self.right = op, left, right

    def eval(self, env):
        return self.OPERATIONS[self.op](self.left.eval(env), self.right.eval(env))

    def show(self):
        return "(%s %s %s)" % (self.left.show(), self.op, self.right.show())


class Call:
    def __init__(self, name, arguments):
        self.name, self.arguments = name, arguments

    def eval(self, env):
        functions = {"sqrt": math.sqrt, "abs": abs, "max": max, "min": min, "floor": math.floor,
                     "sum": lambda *a: sum(a)}
        if self.name not in functions:
            raise NameError("unknown function '%s'" % self.name)
        return functions[self.name](*[a.eval(env) for a in self.arguments])

    def show(self):
        return self.name + "(" + ", ".join(a.show() for a in self.arguments) + ")"


class Assign:
    def __init__(self, name, value):
        self.name, self.value = name, value

    def eval(self, env):
        result = env[self.name] = self.value.eval(env)
        return result

    def show(self):
        return self.name + " = " + self.value.show()


class Parser:
    LEVELS = [["<", ">", "<=", ">=", "==", "!="], ["+", "-"], ["*", "/", "//", "%"]]

    def __init__(self, text):
        self.tokens = tokenize(text)
        self.index = 0

    @property
    def current(self):
        return self.tokens[self.index]

    def accept(self, *values):
        if self.current.kind == "OP" and self.current.value in values:
            self.index += 1
            return self.tokens[self.index - 1].value
        return None

    def expect(self, value):
        if not self.accept(value):
            raise ParseError("expected %r but found %r" % (value, self.current.value), self.current.position)

    def parse(self):
        if self.current.kind == "NAME" and self.tokens[1].value == "=" and self.tokens[1].kind == "OP":
            name = self.current.value
            self.index = 2
            node = Assign(name, self.binary(0))
        else:
            node = self.binary(0)
        if self.current.kind != "END":
            raise ParseError("unexpected %r" % (self.current.value,), self.current.position)
        return node

    def binary(self, level):
        if level == len(self.LEVELS):
            return self.unary()
        node = self.binary(level + 1)
        while True:
            op = self.accept(*self.LEVELS[level])
            if op is None:
                return node
            node = Binary(op, node, self.binary(level + 1))

    def unary(self):
        op = self.accept("-", "+")
        if op:
            return Unary(op, self.unary())
        return self.power()

    def power(self):
        base = self.primary()
        if self.accept("**"):
            return Binary("**", base, self.unary())
        return base

    def primary(self):
        token = self.current
        if token.kind == "NUM":
            self.index += 1
            return Number(token.value)
        if token.kind == "NAME":
            self.index += 1
            if self.accept("("):
                arguments = []
                if not self.accept(")"):
                    arguments.append(self.binary(0))
                    while self.accept(","):
                        arguments.append(self.binary(0))
                    self.expect(")")
                return Call(token.value, arguments)
            return Variable(token.value)
        if self.accept("("):
            node = self.binary(0)
            self.expect(")")
            return node
        raise ParseError("unexpected %s" % ("end" if token.kind == "END" else repr(token.value)), token.position)


LINES = """
1 + 2 * 3
(1 + 2) * 3
-2 ** 2
2 ** 3 ** 2
2 ** -1
10 / 4
10 // 4
-10 % 3
x = 5
y = x * (x + 1)
x * y - 3
sqrt(16) + abs(-3)
max(1, y, 3) + sum(1, 2, 3)
1 < 2
3 >= x == 0
100 ** 20
.5 + 1.25
z + 1
1 +
(1
2 $ 3
1.2.3
nope(1)
1 / 0
sqrt(-1)
max()
floor(7.9) 3
""".strip().split("\n")

environment = {"pi": 3}
for line in LINES:
    try:
        tree = Parser(line).parse()
        print("%-30s %-32s -> %r" % (line, tree.show(), tree.eval(environment)))
    except ParseError as e:
        print("%-30s" % line, "error:", e)
        print(" " * e.position + "^")
    except (NameError, ZeroDivisionError, ValueError, TypeError) as e:
        print("%-30s %s: %s" % (line, type(e).__name__, e))
print(sorted(environment.items()))
