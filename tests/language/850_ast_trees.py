"""compile() to trees, trees back to code, and what the module ast makes of both."""
import ast

PROGRAM = """
@decorated(1)
def f(a, /, b: int = 2, *c, d=3, **e) -> None:
    '''Document.'''
    global g
    return [x async for x in y if x] or {**a, 'k': -b}

class C(Base, metaclass=M):
    x: int = 1
    (y): str
    del z.w[1:2, ...]

async def h():
    async with a as (b, c), d: yield (await e)
    for i, *j in k: continue
    else: pass

match v:
    case [1, *_, -2.5 | 3j] | {'k': x, **rest} if x > 0 >= -1: pass
    case C(1, y=None) as z: lambda *, q: (q := 1)
try: raise A from B
except* (C, D) as e: assert not e, f'{e!r:>{width}} {e=}'
finally: x += u'text'
"""

print(ast.dump(ast.parse(PROGRAM), indent=1))
print(ast.dump(ast.parse("(int, str) -> bool", mode="func_type")))
print(ast.dump(ast.parse("a + b\nc", "x", "exec").body[0], include_attributes=True))
print(ast.dump(compile("a + 1", "x", "eval", ast.PyCF_ONLY_AST)))
print(ast.dump(ast.parse("x = 1 # type: int\ny = 2 # type: ignore[z]", type_comments=True)))
print(ast.unparse(ast.parse(PROGRAM)))

print(ast.literal_eval("{'a': [1, 2.5, -3, 1+2j, (None, True)], 'b': {1}, 'c': b'x', 'd': ...}"))
for text in ("f(1)", "a", "1 + 2", "{**a}", "'x' 'y'", "  7", "-'x'"):
    try:
        print(ast.literal_eval(text))
    except ValueError as error:
        print(text, "->", str(error).split("<")[0])


class TenTimes(ast.NodeTransformer):
    def visit_Constant(self, node):
        if isinstance(node.value, int):
            return ast.copy_location(ast.Constant(node.value * 10), node)
        return node


tree = ast.fix_missing_locations(TenTimes().visit(ast.parse("print(1 + 2, 'x', [2, *(3, 4)])")))
exec(compile(tree, "<tree>", "exec"))
constant = ast.Expression(ast.Constant((1, 2**70, 1.5, 2j, "t", b"b", None, ..., frozenset({3}))))
print(eval(compile(ast.fix_missing_locations(constant), "<tree>", "eval")))
print(compile(tree, "<tree>", "exec", ast.PyCF_ONLY_AST) is tree)

function = ast.parse(PROGRAM).body[0]
function.decorator_list = []
function.body[-1].value = ast.copy_location(ast.Name("b", ast.Load()), function)
exec(compile(ast.Module([function], []), "<tree>", "exec"))
print(f.__doc__, f(0), f.__annotations__, f.__code__.co_firstlineno)
for node in ast.walk(ast.parse("with a: x[1:2] = not y")):
    print(type(node).__name__, end=" ")
print()
print(ast.get_docstring(ast.parse("'''One\n   two'''")))
print(ast.get_source_segment("é = a + bb", ast.parse("é = a + bb").body[0].value.right))
