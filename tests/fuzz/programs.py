"""Random well-formed programs, each a function of its seed: they end, they are deterministic, and they
avoid only what tests/DIFFERENCES.md lists. Values of every built-in type meet in operations that may or may
not be defined for them; whatever is raised is printed, type and text.

An expression is made for a wanted type (`int`, `text`, ...), most of the time; now and then it is of any type
at all, so that errors are part of every program. Names are of one type at their birth and keep to it mostly."""
import random

TYPES = ("int", "float", "text", "bytes", "list", "tuple", "dict", "set", "bool", "none", "function", "object")

INTS = (0, 1, 2, 3, -1, -2, 7, 10, -7, 100, 255, 256, 257, -5, -6, 2**15, 2**30 - 1, 2**30, -(2**30), 2**31, 2**32 + 1,
        2**53 + 1, 2**60, 2**61 - 1, 2**61, -(2**61), -(2**61) - 1, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, 2**63 - 1,
        2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 2**65 + 3, 10**18, 10**19, -(10**20), 10**25, 2**100, -(2**127) + 1)
FLOATS = ("0.0", "-0.0", "1.0", "0.5", "-1.5", "2.5", "3.5", "1e16", "1e22", "1e-7", "123456.789", "1e308", "-1e308", "5e-324",
          "0.1", "2.0", "1e100", "float('inf')", "float('-inf')", "9007199254740993.0", "-7.25")
TEXTS = ("", "a", "b", "ab", "abc", "Hello", "x y z", "aXbXc", "  pad ", "123", "-7", "3.5", "é", "ß", "ǆ", "日本", "😀", "a\\nb\\n",
         "\\t", "tab\\tbed", "İ", "MiXed", "aaa", "banana", "{}", "%s", "0x1f", "nom_x", "a'b", 'q\\"')
BYTES = ("", "a", "ab", "\\x00\\xff", "abc", "ABC 12", "\\n", "aXbX")
BINARY = ("+", "-", "*", "//", "%", "/", "&", "|", "^")
COMPARE = ("==", "!=", "<", "<=", ">", ">=")
INT_METHODS = ("bit_length()", "bit_count()", "conjugate()", "__index__()", "is_integer()", "as_integer_ratio()")
FLOAT_METHODS = ("is_integer()", "hex()", "as_integer_ratio()", "conjugate()")
SPECS = ("d", "5d", "<5", ">8", "^9", "05", "+d", "x", "#x", "b", "#o", ",", "_", "e", ".3f", "g", ".2e", "%", "s", "10s", ".2", "*^7", "c", "=+6",
         "08.2f", "n", "#b", " d", "é>4", ">+9,.2f", "_b", "#.3g")

PERCENTS = ("d", "s", "r", "5d", "-5s", ".2f", "x", "05d", "+d", "g", "c", "o", "%", "i", "#x", "a", ".3s", "10.3e")


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.indent = 0
        self.count = 0
        self.scopes = [{}]          # name -> type
        self.in_function = self.in_loop = self.in_generator = False
        self.functions = []         # name, least and most of positional arguments
        self.classes = []
        self.generators = []

    # --- small choices ---
    def chance(self, part):
        return self.random.random() < part

    def pick(self, items):
        return self.random.choice(items)

    def name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def line(self, text):
        self.lines.append("    " * self.indent + text)

    def known(self, kind):
        return [name for scope in self.scopes for name, of in scope.items() if of == kind]

    def any_type(self):
        return self.pick(TYPES)

    # --- expressions ---
    def expression(self, kind=None, depth=3):
        kind = kind or self.any_type()
        if self.chance(0.04):
            kind = self.any_type()
        names = self.known(kind)
        if names and self.chance(0.45):
            return self.pick(names)
        if depth > 0 and self.chance(0.12):
            return self.general(kind, depth - 1)
        return getattr(self, kind)(depth)

    def general(self, kind, depth):
        """What any type can be the value of."""
        way = self.random.randrange(9)
        value = lambda: self.expression(kind, depth)
        if way == 0:
            return f"({value()} if {self.condition(depth)} else {value()})"
        if way == 1:
            return f"({value()} {self.pick(('and', 'or'))} {value()})"
        if way == 2:
            return f"[{value()}, {value()}][{self.pick((0, 1, -1, -2))}]"
        if way == 3:
            return f"(lambda p: p)({value()})"
        if way == 4:
            return f"{{1: {value()}, 'k': {value()}}}.get({self.pick(('1', repr('k'), 'True', '2'))}, {value()})"
        if way == 5 and not self.in_generator and len(self.scopes) == 1:
            name = self.name("w")
            self.scopes[-1][name] = kind
            return f"({name} := {value()})"
        if way == 6 and self.functions:
            return self.call(depth)
        if way == 7:
            return f"(*{self.expression('tuple', depth)}, {value()})[-1]"
        return f"max([{value()}, {value()}], key=repr)"

    def condition(self, depth):
        return self.bool(depth) if self.chance(0.7) else self.expression(None, max(depth - 1, 0))

    def int(self, depth):
        if depth <= 0 or self.chance(0.3):
            return str(self.pick(INTS) if self.chance(0.5) else self.random.randrange(-20, 60))
        way, left, right = self.random.randrange(14), self.expression("int", depth - 1), self.expression("int", depth - 1)
        if way < 5:
            return f"({left} {self.pick(BINARY)} {right})"
        if way == 5:
            return f"({left} {self.pick(('<<', '>>'))} {self.random.randrange(-1, 70)})"
        if way == 6:
            return f"({left} ** {self.random.randrange(0, 4)})"
        if way == 7:
            return f"{self.pick('-+~')}{left}"
        if way == 8:
            return f"len({self.expression(self.pick(('text', 'list', 'tuple', 'dict', 'set', 'bytes')), depth - 1)})"
        if way == 9:
            return f"abs({left})" if self.chance(0.5) else f"divmod({left}, {right})[{self.pick((0, 1))}]"
        if way == 10:
            return f"sum({self.sequence_of('int', depth - 1)})"
        if way == 11:
            return f"({left}).{self.pick(INT_METHODS)}"
        if way == 12:
            return f"pow({left}, {self.random.randrange(-1, 6)}, {right})"
        return f"int({self.pick((self.expression('text', depth - 1), self.expression('float', depth - 1), left))})"

    def float(self, depth):
        if depth <= 0 or self.chance(0.35):
            return self.pick(FLOATS)
        way, left = self.random.randrange(8), self.expression("float", depth - 1)
        other = self.expression(self.pick(("float", "int")), depth - 1)
        if way < 4:
            return f"({left} {self.pick(('+', '-', '*', '/', '//', '%'))} {other})"
        if way == 4:
            return f"({other} {self.pick(('+', '-', '*', '/'))} {left})"
        if way == 5:
            return f"round({left}, {self.random.randrange(-3, 5)})"
        if way == 6:
            return f"float({self.pick((other, self.expression('text', depth - 1)))})"
        return f"({left}).{self.pick(FLOAT_METHODS)}"

    def bool(self, depth):
        if depth <= 0 or self.chance(0.15):
            return self.pick(("True", "False"))
        kind = self.pick(("int", "float", "text", "list", "tuple", "set", "bytes"))
        way, value = self.random.randrange(8), lambda of=kind: self.expression(of, depth - 1)
        if way < 2:
            return f"({value()} {self.pick(COMPARE)} {value()})"
        if way == 2:
            return f"({value('int')} {self.pick(COMPARE)} {value('float')} {self.pick(COMPARE)} {value('int')})"
        if way == 3:
            return f"(not {value(None)})"
        if way == 4:
            return f"({value()} {self.pick(('in', 'not in'))} {value(self.pick(('list', 'tuple', 'set', 'dict', 'text')))})"
        if way == 5:
            return f"isinstance({value(None)}, {self.pick(('int', 'str', '(list, tuple)', 'float', 'dict', 'object', 'bool'))})"
        if way == 6:
            return f"{self.pick(('any', 'all'))}({self.sequence_of(None, depth - 1)})"
        return f"({value('text')}).{self.pick(('isalpha', 'isdigit', 'islower', 'isupper', 'isspace', 'istitle', 'isidentifier', 'isalnum', 'isprintable'))}()"

    def none(self, depth):
        return "None" if self.chance(0.8) else self.pick(("...", "NotImplemented"))

    def text(self, depth):
        if depth <= 0 or self.chance(0.25):
            text = self.pick(TEXTS)
            return f'"{text}"' if "'" in text else f"'{text}'"
        way, left, right = self.random.randrange(20), self.expression("text", depth - 1), self.expression("text", depth - 1)
        if way < 3:
            return f"({left} + {right})"
        if way == 3:
            return f"({left} * {self.random.randrange(-1, 4)})"
        if way == 4:
            return f"({left})[{self.index()}]"
        if way == 5:
            return f"({left})[{self.slice()}]"
        if way == 6:
            return f"({left}).{self.pick(('upper', 'lower', 'title', 'swapcase', 'capitalize', 'casefold', 'strip', 'lstrip', 'rstrip', 'expandtabs'))}()"
        if way == 7:
            return f"({left}).{self.pick(('replace', 'removeprefix', 'join'))}({right}{', ' + right if self.chance(0.3) else ''})"
        if way == 8:
            return f"({left}).{self.pick(('center', 'ljust', 'rjust', 'zfill'))}({self.random.randrange(0, 12)})"
        if way == 9:
            return f"{self.pick(('repr', 'str', 'ascii'))}({self.expression(None, depth - 1)})"
        if way == 10:
            return f"format({self.expression(self.pick(('int', 'float', 'text')), depth - 1)}, '{self.pick(SPECS)}')"
        if way == 11:
            kind = self.pick(("int", "float", "text"))
            value = self.expression(kind, 0)
            if "'" in value or "\\" in value or '"' in value or "{" in value or ":=" in value:
                value = "7"
            return f"f'<{{{value}{self.pick(('', '!r', '!s'))}:{self.pick(SPECS)}}}>'"
        if way == 12:
            conversion, value = self.pick(PERCENTS), self.expression(self.pick(("text", "int", "tuple", "float")), depth - 1)
            return f"('%{conversion}|' % {value})"
        if way == 13:
            return f"({left}).join([{', '.join(self.expression('text', depth - 1) for _ in range(self.random.randrange(4)))}])"
        if way == 14:
            return f"'{self.pick(('{}', '{0}-{1}', '{:>6}', '{!r}', '{0[0]}', '{a}', '{:.3}', '{:{}}', '{}{}'))}'.format({self.expression(None, depth - 1)}, {self.expression('int', depth - 1)})"
        if way == 15:
            return f"chr({self.random.randrange(32, 900)})"
        if way == 16:
            return f"hex({self.expression('int', depth - 1)})"
        if way == 17:
            return f"({self.expression('bytes', depth - 1)}).decode({self.pick(('', repr('latin-1'), repr('ascii')))})"
        if way == 18:
            return f"type({self.expression(None, depth - 1)}).__name__"
        return f"({left}).translate({{97: 'Z', 98: None, ord('c'): 100}})"

    def bytes(self, depth):
        if depth <= 0 or self.chance(0.4):
            return f"b'{self.pick(BYTES)}'"
        way, left = self.random.randrange(7), self.expression("bytes", depth - 1)
        if way == 0:
            return f"({left} + {self.expression('bytes', depth - 1)})"
        if way == 1:
            return f"({left})[{self.slice()}]"
        if way == 2:
            return f"({self.expression('text', depth - 1)}).encode({self.pick(('', repr('utf-8'), repr('latin-1'), repr('utf-16-le')))})"
        if way == 3:
            return f"bytes({self.pick((self.sequence_of('int', depth - 1), str(self.random.randrange(5))))})"
        if way == 4:
            return f"({left}).{self.pick(('upper()', 'lower()', 'hex()', 'strip()', 'title()', 'split()', 'swapcase()'))}"
        if way == 5:
            return f"({left} * {self.random.randrange(-1, 3)})"
        return f"({left}).replace({self.expression('bytes', 0)}, {self.expression('bytes', 0)})"

    def index(self):
        return str(self.random.randrange(-4, 5)) if self.chance(0.9) else self.expression(None, 0)

    def slice(self):
        part = lambda least: self.pick(("", "", str(self.random.randrange(least, 6))))
        step = self.pick(("", "", "", ":-1", ":2", ":-2", ":3", ":0" if self.chance(0.1) else ""))
        return f"{part(-6)}:{part(-6)}{step}"

    def sequence_of(self, kind, depth):
        items = ", ".join(self.expression(kind, depth) for _ in range(self.random.randrange(1, 5)))
        return self.pick((f"[{items}]", f"({items},)", f"[{items}]"))

    def comprehension(self, depth, opening, closing, element):
        name, source = self.name("i"), self.pick((f"range({self.random.randrange(0, 7)})", self.sequence_of("int", depth - 1),
                                                self.expression("list", depth - 1), self.expression("text", depth - 1)))
        self.scopes.append({name: "int"})
        inner = element()
        test = f" if {self.condition(depth - 1)}" if self.chance(0.4) else ""
        second = ""
        if self.chance(0.2):
            other = self.name("j")
            self.scopes[-1][other] = "int"
            second = f" for {other} in range({self.random.randrange(0, 4)})"
        self.scopes.pop()
        for part in (inner, test):
            if ":=" in part:
                return f"{opening}{closing}" if opening != "{" else "set()"
        return f"{opening}{inner} for {name} in {source}{test}{second}{closing}" if ":=" not in source else "[]"

    def list(self, depth):
        if depth <= 0 or self.chance(0.25):
            kind = self.pick((None, "int", "text"))
            return "[" + ", ".join(self.expression(kind, 0) for _ in range(self.random.randrange(0, 5))) + "]"
        way = self.random.randrange(12)
        inner = lambda: self.expression("list", depth - 1)
        if way == 0:
            return f"({inner()} + {inner()})"
        if way == 1:
            return f"({inner()} * {self.random.randrange(-1, 4)})"
        if way == 2:
            return f"({inner()})[{self.slice()}]"
        if way < 5:
            return self.comprehension(depth, "[", "]", lambda: self.expression(None, depth - 1))
        if way == 5:
            return f"sorted({self.pick((inner(), self.expression('set', depth - 1), self.expression('text', depth - 1)))}{self.pick(('', ', key=repr', ', reverse=True', ', key=str, reverse=True'))})"
        if way == 6:
            source = self.pick((self.expression(self.pick(("text", "tuple", "dict")), depth - 1), f"range({self.random.randrange(6)})",
                                f"map({self.expression('function', 1)}, {inner()})"))
            return f"list({source})"
        if way == 7:
            return f"list(zip({inner()}, {self.expression('text', depth - 1)}))"
        if way == 8:
            return f"list(enumerate({inner()}, {self.random.randrange(-1, 3)}))"
        if way == 9:
            return f"({self.expression('text', depth - 1)}).{self.pick(('split()', 'splitlines()', 'split(None, 1)', 'rsplit()', 'partition(chr(97))'))}"
        if way == 10:
            return f"[*{inner()}, *{self.expression('tuple', depth - 1)}]"
        return f"list(reversed({inner()}))"

    def tuple(self, depth):
        if depth <= 0 or self.chance(0.4):
            return "(" + "".join(self.expression(None, 0) + ", " for _ in range(self.random.randrange(0, 4))) + ")"
        way, inner = self.random.randrange(5), lambda: self.expression("tuple", depth - 1)
        if way == 0:
            return f"({inner()} + {inner()})"
        if way == 1:
            return f"({inner()} * {self.random.randrange(0, 3)})"
        if way == 2:
            return f"({inner()})[{self.slice()}]"
        if way == 3:
            return f"tuple({self.expression('list', depth - 1)})"
        return f"(*{inner()}, {self.expression(None, depth - 1)})"

    def key(self, depth):
        return self.expression(self.pick(("int", "text", "int", "text", "bool", "float", "tuple")), depth)

    def item(self):
        """An item of a set: its hash, and so its place, comes from no address."""
        kind = self.pick(("int", "text", "float", "bytes", "bool"))
        return getattr(self, kind)(0) if self.chance(0.9) else f"({self.int(0)}, {self.text(0)})"

    def dict(self, depth):
        if depth <= 0 or self.chance(0.4):
            return "{" + ", ".join(f"{self.key(0)}: {self.expression(None, 0)}" for _ in range(self.random.randrange(0, 4))) + "}"
        way, inner = self.random.randrange(5), lambda: self.expression("dict", depth - 1)
        if way == 0:
            return f"({inner()} | {inner()})"
        if way == 1:
            return f"{{**{inner()}, {self.key(depth - 1)}: {self.expression(None, depth - 1)}}}"
        if way == 2:
            return f"dict(zip({self.expression('text', depth - 1)}, {self.expression('list', depth - 1)}))"
        if way == 3:
            return f"dict.fromkeys({self.expression('text', depth - 1)}, {self.expression(None, depth - 1)})"
        text = self.comprehension(depth, "{", "}", lambda: f"{self.key(depth - 1)}: {self.expression(None, depth - 1)}")
        return "{}" if text in ("set()", "[]") else text

    def set(self, depth):
        if depth <= 0 or self.chance(0.4):
            items = ", ".join(self.item() for _ in range(self.random.randrange(1, 4)))
            return f"{{{items}}}" if self.chance(0.8) else f"frozenset([{items}])"
        way, inner = self.random.randrange(4), lambda: self.set(depth - 1)
        if way == 0:
            return f"({inner()} {self.pick('|&-^')} {inner()})"
        if way == 1:
            return f"set({self.expression('text', depth - 1)})"
        if way == 2:
            return f"({inner()}).{self.pick(('union', 'intersection', 'difference', 'symmetric_difference', 'issubset', 'isdisjoint'))}([{self.item()}, {self.item()}])"
        name = self.name("i")
        return f"{{{self.pick((name + ' * 7', name + ' % 3', 'str(' + name + ')', self.item()))} for {name} in range({self.random.randrange(0, 9)})}}"

    def function(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.pick(("len", "str", "repr", "abs", "int", "sorted", "list", "bool", "type(None)"))
        name = self.name("q")
        self.scopes.append({name: self.any_type()})
        body = self.expression(None, depth - 1)
        self.scopes.pop()
        return f"(lambda {name}{self.pick(('', '=1', '=None'))}: {body})" if ":=" not in body else "str"

    def object(self, depth):
        if not self.classes:
            return self.int(depth)
        return f"{self.pick(self.classes)}({self.expression(self.pick(('int', None)), depth - 1)})"

    def call(self, depth):
        name, least, most = self.pick(self.functions)
        count = self.random.randrange(least, most + 1) if self.chance(0.9) else self.random.randrange(0, most + 3)
        words = [self.expression(None, depth - 1) for _ in range(count)]
        if self.chance(0.1):
            words.append(f"*{self.expression('tuple', 0)}")
        if self.chance(0.1):
            words.append(f"p1={self.expression(None, 0)}")
        return f"{name}({', '.join(words)})"

    # --- statements ---
    def block(self, size, *makers):
        self.indent += 1
        start = len(self.lines)
        for _ in range(self.random.randrange(1, size + 1)):
            self.statement(size - 1)
        for maker in makers:
            maker()
        if len(self.lines) == start:
            self.line("pass")
        self.indent -= 1

    def show(self, text):
        self.line(f"show({text})")

    def statement(self, size):
        if size <= 0:
            return self.simple()
        self.pick((self.simple, self.simple, self.simple, self.simple, self.branch, self.loop, self.trial, self.trial, self.matching, self.with_block,
                   self.while_loop, self.unpack, self.mutate, self.mutate, self.closure))()

    def simple(self):
        way = self.random.randrange(10)
        if way < 4 or (way < 6 and not self.scopes[-1]):
            kind = self.any_type()
            value = self.expression(kind)
            name = self.name("v")
            self.line(f"{name} = {value}")
            self.scopes[-1][name] = kind
        elif way < 6:
            name = self.pick(sorted(self.scopes[-1]))
            kind = self.scopes[-1][name]
            self.line(f"{name} {self.pick(BINARY)}= {self.expression(kind, 2)}")
        elif way == 6 and self.in_loop and self.chance(0.5):
            self.line(f"if {self.condition(1)}: {self.pick(('break', 'continue'))}")
        elif way == 7 and self.in_generator:
            self.line(f"show((yield {self.expression(None, 2)}))")
        elif way == 8 and self.in_function and not self.in_generator and self.chance(0.4):
            self.line(f"if {self.condition(1)}: return {self.expression(None, 2)}")
        else:
            self.show(self.expression(None))

    def branch(self):
        self.line(f"if {self.condition(2)}:")
        self.block(2)
        if self.chance(0.4):
            self.line(f"elif {self.condition(2)}:")
            self.block(2)
        if self.chance(0.5):
            self.line("else:")
            self.block(2)

    def looped(self, head, otherwise):
        before, self.in_loop = self.in_loop, True
        self.line(head)
        self.block(2)
        self.in_loop = before
        if otherwise and self.chance(0.2):
            self.line("else:")
            self.block(1)

    def loop(self):
        name = self.name("n")
        source = self.pick((f"range({self.random.randrange(0, 6)})", self.expression("list", 2), self.expression("text", 1),
                            self.expression("dict", 1), self.expression("tuple", 1),
                            f"range({self.random.randrange(-3, 9)}, {self.random.randrange(-3, 9)}, {self.pick((1, -1, 2, -3))})"))
        if self.generators and self.chance(0.4):
            source = f"take({self.pick(self.generators)}())"
        self.scopes[-1][name] = "int"
        self.looped(f"for {name} in bounded({source}):", True)

    def while_loop(self):
        name = self.name("c")
        self.line(f"{name} = 0")
        before, self.in_loop = self.in_loop, True
        self.line(f"while {name} < {self.random.randrange(1, 5)} and {self.condition(1)}:")
        self.indent += 1
        self.line(f"{name} += 1")
        self.indent -= 1
        self.block(2)
        self.in_loop = before

    def trial(self):
        self.line("try:")
        self.block(2, *([lambda: self.line(f"raise {self.pick(('ValueError', 'KeyError', 'TypeError', 'Trouble', 'IndexError'))}({self.expression(None, 1)})")]
                        if self.chance(0.3) else []))
        if self.chance(0.85):
            self.line(f"except {self.pick(('Exception', 'Exception', '(TypeError, ValueError)', 'ArithmeticError', 'LookupError', 'Trouble'))} as e:")
            self.indent += 1
            self.line("trouble(e)")
            self.indent -= 1
            if self.chance(0.3):
                self.block(1)
            if self.chance(0.2):
                self.line("else:")
                self.block(1)
            if self.chance(0.3):
                self.line("finally:")
                self.block(1)
        else:
            self.line("finally:")
            self.block(1)

    def matching(self):
        self.line(f"match {self.expression(None, 2)}:")
        self.indent += 1
        for _ in range(self.random.randrange(1, 4)):
            name = self.name("m")
            pattern = self.pick((str(self.random.randrange(-3, 4)), "'a'", "None", "True", f"[{name}, *_]", f"({name}, _)", f"[*_, {name}]",
                                 f"{{'k': {name}, **rest}}", f"{{1: {name}}}", f"int({name})", f"str() as {name}", f"float({name})", f"[1 | 2, {name}]",
                                 f"list({name}) | tuple({name})", "0 | 1.5 | 'ab'", "[]", f"Base(value={name})", f"[{name}, [_, *_]]"))
            guard = f" if {self.condition(1)}" if self.chance(0.2) else ""
            if ":=" in guard:
                guard = ""
            self.line(f"case {pattern}{guard}:")
            if name in pattern:
                self.scopes.append({name: self.any_type()})
                self.block(1)
                self.scopes.pop()
            else:
                self.block(1)
        if self.chance(0.5):
            self.line("case _:")
            self.block(1)
        self.indent -= 1

    def with_block(self):
        self.line(f"with Context({self.random.randrange(100)}, {self.pick(('True', 'False'))}) as x{self.count}:")
        self.block(2)

    def unpack(self):
        names = [self.name("u") for _ in range(self.random.randrange(1, 4))]
        target = ", ".join(names)
        if self.chance(0.3):
            target = target.replace(names[0], "*" + names[0], 1)
        source = self.pick((self.sequence_of(None, 1), self.expression("list", 2), self.expression("text", 1), self.expression("tuple", 2)))
        self.line("try:")
        self.line(f"    {target}, = {source}")
        self.line(f"    show({', '.join(names)})")
        self.line("except Exception as e: trouble(e)")

    def mutate(self):
        kind = self.pick(("list", "dict", "set", "list"))
        names = self.known(kind)
        if not names or (len(self.scopes) > 1 and self.chance(0.5)):
            return self.simple()
        name, value = self.pick(names), lambda of=None: self.expression(of, 1)
        statement = self.pick({
            "list": (f"{name}.append({value()})", f"{name}.extend({value('list')})", f"{name}.insert({self.index()}, {value()})", f"{name}.pop({self.index()})",
                     f"{name}.remove({value()})", f"{name}.sort(key=repr)", f"{name}.reverse()", f"del {name}[{self.slice()}]", f"{name}[{self.slice()}] = {value('list')}",
                     f"{name}[{self.index()}] = {value()}", f"{name}.sort()", f"show({name}.index({value()}))", f"show({name}.count({value()}))", f"del {name}[{self.index()}]"),
            "dict": (f"{name}[{self.key(1)}] = {value()}", f"del {name}[{self.key(1)}]", f"{name}.update({value('dict')})", f"show({name}.pop({self.key(1)}, None))",
                     f"show({name}.setdefault({self.key(1)}, {value()}))", f"show(list({name}.items()))", f"show({name}.popitem())", f"show({name}.keys() & {value('set')})",
                     f"{name} |= {value('dict')}", f"{name}.clear()", f"show({name} == {value('dict')})"),
            "set": (f"{name}.add({self.item()})", f"{name}.discard({self.key(1)})", f"{name}.update([{self.item()}])", f"{name} -= {value('set')}",
                    f"{name}.remove({self.key(1)})", f"{name}.add({self.item()})", f"show({name} <= {value('set')})", f"show(len({name}))"),
        }[kind])
        self.line("try:")
        self.line(f"    {statement}")
        self.line("except Exception as e: trouble(e)")
        self.show(name)

    def closure(self):
        outer, variable = self.name("outer"), self.name("k")
        self.line(f"def {outer}():")
        self.indent += 1
        self.line(f"{variable} = {self.expression('int', 1)}")
        self.line("def inner(step):")
        self.line(f"    nonlocal {variable}")
        self.line(f"    {variable} {self.pick(BINARY)}= step")
        self.line(f"    return {variable}")
        self.line(f"return inner, lambda: {variable}")
        self.indent -= 1
        self.line("try:")
        self.line(f"    change, look = {outer}()")
        self.line(f"    show(change({self.expression('int', 1)}), look(), change({self.expression('float', 1)}), look())")
        self.line("except Exception as e: trouble(e)")

    # --- definitions ---
    def define_function(self, is_generator=False):
        name = self.name("f")
        count = self.random.randrange(0, 4)
        words = [f"p{i + 1}" for i in range(count)]
        default_count = self.random.randrange(0, count + 1)
        shown = [word if i < count - default_count else f"{word}={self.expression(None, 0)}" for i, word in enumerate(words)]
        extra = self.pick(("", "", ", *rest", ", **named", ", *rest, key=3")) if not is_generator else ""
        if count and self.chance(0.1):
            shown.insert(self.random.randrange(1, count + 1), "/")
        self.line(f"def {name}({', '.join(shown)}{extra if shown else extra[2:]}):")
        state = self.in_function, self.in_loop, self.in_generator
        self.in_function, self.in_loop, self.in_generator = True, False, is_generator
        outer = self.scopes
        # Names of the module may be read here, not bound.
        self.scopes = [dict(self.scopes[0]), {word: self.any_type() for word in words}]
        if "*rest" in extra:
            self.scopes[-1]["rest"] = "tuple"
        if "named" in extra:
            self.scopes[-1]["named"] = "dict"
        last = (lambda: self.line(f"yield {self.expression(None, 1)}")) if is_generator else (lambda: self.line(f"return {self.expression(None)}"))
        first = []
        if is_generator and self.chance(0.3) and self.generators:
            first = [lambda: self.line(f"show((yield from take({self.pick(self.generators)}())))")]
        self.block(3, *first, last)
        self.scopes = outer
        self.in_function, self.in_loop, self.in_generator = state
        if is_generator:
            if default_count == count:
                self.generators.append(name)
        else:
            self.functions.append((name, count - default_count, count))

    def define_class(self):
        name = self.name("K")
        base = self.pick(self.classes + ["Base"]) if self.chance(0.8) else "Base"
        self.line(f"class {name}({base}):")
        self.indent += 1
        self.line(f"shared = {self.expression(None, 1)}")
        for special in self.random.sample(("__add__", "__radd__", "__eq__", "__lt__", "__len__", "__getitem__", "__call__", "__iter__", "__contains__",
                                           "__bool__", "__neg__", "__hash__", "__getattr__", "__iadd__", "__mul__", "__index__", "__str__", "__format__"),
                                          self.random.randrange(0, 5)):
            parameter = {"__len__": "", "__bool__": "", "__neg__": "", "__hash__": "", "__iter__": "", "__index__": "", "__str__": ""}.get(special, ", other")
            if special == "__call__":
                parameter = ", *other"
            self.line(f"def {special}(self{parameter}):")
            value = {"__len__": self.pick(("3", "0", "-1", "'x'")), "__bool__": self.pick(("True", "False", "1")), "__hash__": "7", "__index__": self.pick(("2", "self.value")),
                     "__iter__": self.pick(("iter([1, self.value])", "iter('ab')", "self")), "__str__": self.pick(("'S' + repr(self.value)", "5")),
                     "__format__": "'F' + other", "__getattr__": self.pick(("other.upper()", "self.value"))}.get(special)
            if value is None:
                value = self.pick(("NotImplemented", "self.value", "(self.value, other)", f"type(self)({self.expression('int', 0)})", "[self.value]", "self.value + 1", "other"))
            self.line(f"    return {value}")
        if self.chance(0.4):
            self.line("@property")
            self.line("def half(self): return self.value / 2")
        if self.chance(0.3):
            self.line("@classmethod")
            self.line("def make(cls, *words): return cls(len(words))")
        if self.chance(0.3):
            self.line("def __init__(self, value):")
            self.line(f"    super().__init__({self.pick(('value', '[value]', '1'))})")
        self.indent -= 1
        self.classes.append(name)

    def use_object(self):
        self.line("try:")
        name = self.name("o")
        self.line(f"    {name} = {self.object(1)}")
        value = self.expression(self.pick(("int", None, "object")), 1)
        use = self.pick((f"{name} + {value}", f"{value} + {name}", f"{name} == {value}", f"{name} < {value}", f"len({name})", f"{name}[{value}]", f"{name}({value})",
                         f"list(take({name}))", f"{value} in {name}", f"bool({name})", f"-{name}", f"{name}.missing", f"{name}.half", f"{name}.make(1, 2)",
                         f"{name} * {value}", f"[1, 2, 3][{name}]", f"str({name})", f"f'{{{name}:x}}'", f"{name}.shared", f"{{{name}: 1}}", f"sorted([{name}, {value}])"))
        self.line(f"    show({use})")
        self.line("except Exception as e: trouble(e)")

    def drive_generator(self):
        if not self.generators:
            return
        name = self.name("g")
        self.line("try:")
        self.indent += 1
        self.line(f"{name} = {self.pick(self.generators)}()")
        for _ in range(self.random.randrange(1, 5)):
            step = self.pick((f"next({name})", f"next({name}, 'end')", f"{name}.send({self.expression(None, 0)})", f"{name}.throw(Trouble({self.expression('int', 0)}))",
                              f"{name}.close()", f"{name}.send(None)"))
            self.show(step)
        self.indent -= 1
        self.line("except BaseException as e: trouble(e)")

    def text_of(self):
        self.lines += HEAD.splitlines()
        for _ in range(self.random.randrange(6, 14)):
            self.pick((lambda: self.guarded(lambda: self.statement(3)), lambda: self.guarded(lambda: self.statement(3)), self.define_function,
                       lambda: self.define_function(True), self.define_class, self.use_object, self.drive_generator,
                       lambda: self.functions and self.guarded(lambda: self.show(self.call(2)))))()
        return "\n".join(self.lines) + "\n"

    def guarded(self, maker):
        self.line("try:")
        self.indent += 1
        start = len(self.lines)
        maker()
        if len(self.lines) == start:
            self.line("pass")
        self.indent -= 1
        self.line("except Exception as e: trouble(e)")


HEAD = '''class Trouble(Exception): pass
class Base:
    def __init__(self, value): self.value = value
    def __repr__(self): return f'{type(self).__name__}<{self.value!r}>'
class Context:
    def __init__(self, number, swallows): self.number, self.swallows = number, swallows
    def __enter__(self): print('enter', self.number); return self.number
    def __exit__(self, kind, value, traceback): print('exit', self.number, kind and kind.__name__); return self.swallows
def plain(value, depth=0):
    """A value as text that no address or length can spoil."""
    kind = type(value)
    if depth > 4: return '...'
    if kind in (list, tuple): return kind.__name__ + '[' + ' '.join(plain(item, depth + 1) for item in value[:40]) + ']'
    if kind in (set, frozenset):
        items = [plain(item, depth + 1) for item in value]
        # Where hashes come from addresses, so does the order.
        if not all(type(item) in (int, float, str, bytes, bool) for item in value): items.sort()
        return kind.__name__ + '{' + ' '.join(items[:40]) + '}'
    if kind is dict: return '{' + ' '.join([plain(key, depth + 1) + ':' + plain(item, depth + 1) for key, item in value.items()][:40]) + '}'
    if kind in (int, float, str, bytes, bool, complex) or value is None or isinstance(value, Base): return repr(value)[:300]
    return kind.__name__
def show(*values): print(*[plain(value) for value in values])
def trouble(e): print('!', type(e).__name__, plain(e.args), type(e.__context__).__name__, type(e.__cause__).__name__)
def bounded(items):
    for number, item in enumerate(items):
        if number >= 8: break
        yield item
def take(items): yield from bounded(items)'''


def program(seed):
    return Program(seed).text_of()


if __name__ == "__main__":
    import sys
    print(program(int(sys.argv[1])), end="")
