"""Changes a program at random: values for odd ones, operands for each other, statements taken out or twice, calls with
odd arguments. What comes out is a program still, and nothing is known of what it does."""
import ast
import copy

ODD = [ast.parse(text, mode="eval").body for text in (
    "10**30", "-1", "0", "None", "NotImplemented", "float('inf')", "float('nan')", "'\\udc80'", "''", "b''", "[]",
    "()", "{}", "set()", "2**63", "-2**63", "2**31", "1j",
    "'x' * 5000", "bytearray(b'ab')", "memoryview(b'ab')", "type", "object()", "...", "True", "range(10**20)",
    "slice(None)", "int", "(lambda *a, **k: a)", "(i for i in ())",
    "iter([])", "type('Q', (), {'__eq__': lambda s, o: 1/0, '__hash__': lambda s: 1})()",
    "type('Q', (), {'__index__': lambda s: 10**9, '__len__': lambda s: -1})()",
    "type('Q', (list,), {'__iter__': lambda s: iter([s])})()",
    "type('Q', (), {'__getattr__': lambda s, n: s, '__call__': lambda s, *a: s})()", "__import__('gc').collect()",
    "globals()", "ValueError", "ValueError('q')", "__import__('sys')._getframe()", "''.join", "super", "property()",
    "staticmethod(1)", "'%s %d'", "0.0", "-0.0", "1e308")]
METHODS = """append pop clear extend insert remove sort update keys items get setdefault popitem add discard join split
    format encode decode replace __class__ __dict__ __init__ __new__ __next__ __iter__ __len__ __getitem__
    __setitem__ __delitem__ __eq__ __hash__ send throw close __enter__ __exit__ __reduce_ex__ __setstate__
    __del__""".split()


class Mutator(ast.NodeTransformer):
    def __init__(self, chance, rate):
        self.chance, self.rate = chance, rate

    def hit(self):
        return self.chance.random() < self.rate

    def odd(self):
        return copy.deepcopy(self.chance.choice(ODD))

    def visit(self, node):
        node = self.generic_visit(node)
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and self.hit():
            return self.expression(node)
        return node

    def expression(self, node):
        way = self.chance.randrange(8)
        if way < 3:
            return self.odd()
        if isinstance(node, ast.BinOp):
            if way < 6:
                node.left, node.right = node.right, node.left
            else:
                node.op = self.chance.choice((ast.Add, ast.Mult, ast.Mod, ast.FloorDiv, ast.BitOr, ast.Sub))()
        elif isinstance(node, ast.Call):
            if way == 3 and node.args:
                del node.args[self.chance.randrange(len(node.args))]
            elif way == 4:
                node.args.append(self.odd())
            elif way == 5:
                node.args.append(ast.Starred(self.odd(), ast.Load()))
            else:
                node.func = self.odd()
        elif isinstance(node, ast.Attribute) and way < 6:
            node.attr = self.chance.choice(METHODS)
        elif isinstance(node, ast.Name):
            return ast.Attribute(node, self.chance.choice(METHODS), ast.Load())
        return node

    def statements(self, block):
        made = []
        for statement in block:
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__" or not self.hit():
                made.append(statement)
                continue
            way = self.chance.randrange(4)
            if way == 1:
                made += [statement, copy.deepcopy(statement)]
            elif way == 2:
                made.insert(self.chance.randrange(len(made) + 1), statement)
            elif way == 3:
                made += [statement,
                         ast.Expr(ast.Call(ast.Attribute(self.odd(), self.chance.choice(METHODS), ast.Load()),
                                           [self.odd()], []))]
        return made or [ast.Pass()]


def mutant(text, chance):
    """The text changed; a changed tree that is no program is thrown away, and another one made."""
    for _ in range(20):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            return text
        mutator = Mutator(chance, chance.choice((0.003, 0.01, 0.03)))
        mutator.visit(tree)
        for node in ast.walk(tree):
            if isinstance(getattr(node, "body", None), list):
                node.body = mutator.statements(node.body)
        # Each statement of the module is tried alone, so that one that fails hides no other.
        if chance.random() < 0.7:
            tree.body = [ast.Try([statement],
                                 [ast.ExceptHandler(ast.Name("BaseException", ast.Load()), None, [ast.Pass()])], [], [])
                         if not isinstance(statement, ast.ImportFrom) else statement for statement in tree.body]
        try:
            made = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
            compile(made, "mutant", "exec")
        except (SyntaxError, ValueError, TypeError, OverflowError, AttributeError, RecursionError):
            continue
        return made
    return text
