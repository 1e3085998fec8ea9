"""Trees that no parser would make are refused before anything runs."""
import ast

AT = {"lineno": 1, "col_offset": 0}
LOAD, STORE = ast.Load(), ast.Store()


def name(text="x", context=LOAD):
    return ast.Name(text, context, **AT)


def refuse(*nodes, mode="exec", kind=None):
    tree = kind if kind is not None else ast.Module(list(nodes), [])
    try:
        compile(tree, "<tree>", mode)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("compiled")


def value(expression):
    return ast.Expr(expression, **AT)


ONE = ast.Constant(1, **AT)
PASS = ast.Pass(**AT)
refuse(kind=ast.Module([], []), mode="eval")
refuse(kind=ast.Module((PASS,), []))
refuse(kind=ast.Module([PASS]))
refuse(value(name(context=STORE)))
refuse(value(ast.Constant(object(), **AT)))
refuse(value(ast.Constant((1, [2]), **AT)))
refuse(value(name("None")))
refuse(value(ast.Name("x", LOAD)))
refuse(value(ast.Name(1, LOAD, **AT)))
refuse(value(None))
refuse(ast.Expr(**AT))
refuse(ast.Pass())
refuse(PASS, None)
refuse(ast.If(ONE, [], [], **AT))
refuse(ast.Assign([], ONE, **AT))
refuse(ast.Assign([ONE], ONE, **AT))
refuse(ast.Delete([name()], **AT))
refuse(ast.With([], [PASS], **AT))
refuse(ast.Try([PASS], [], [], [], **AT))
refuse(ast.Try([PASS], [], [PASS], [PASS], **AT))
refuse(ast.Raise(None, ONE, **AT))
refuse(ast.Import([], **AT))
refuse(ast.ImportFrom("m", [], -1, **AT))
refuse(ast.Global([], **AT))
refuse(ast.Match(ONE, [], **AT))
refuse(ast.AnnAssign(ast.Attribute(name(), "a", STORE, **AT), ONE, None, 1, **AT))
refuse(ast.FunctionDef("f", ast.arguments([], [], None, [], [], None, [ONE]), [PASS], [], **AT))
refuse(ast.FunctionDef("f", ast.arguments([], [], None, [ast.arg("a", **AT)], [], None, []),
                       [PASS], [], **AT))
refuse(value(ast.BoolOp(ast.And(), [ONE], **AT)))
refuse(value(ast.BoolOp(ast.Add(), [ONE, ONE], **AT)) if 0 else value(ast.Dict([ONE], [], **AT)))
refuse(value(ast.Compare(ONE, [], [], **AT)))
refuse(value(ast.Compare(ONE, [ast.Lt()], [], **AT)))
refuse(value(ast.Compare(ONE, [], [ONE], **AT)))
refuse(value(ast.ListComp(ONE, [], **AT)))
refuse(value(ast.Set([None], **AT)))
refuse(ast.Return(None, **AT))
refuse(ast.Pass(lineno=3, end_lineno=1, col_offset=0))
refuse(ast.Pass(lineno=1, col_offset=5, end_lineno=1, end_col_offset=2))
refuse(ast.Pass(lineno=-1, col_offset=0, end_lineno=2, end_col_offset=0))
refuse(ast.Pass(lineno="x", col_offset=0))


refuse(ast.Match(ONE, [ast.match_case(ast.MatchAs(**AT), None, [PASS])], **AT))
ENDS = {**AT, "end_lineno": 1, "end_col_offset": 0}


def case(pattern):
    return ast.Match(ONE, [ast.match_case(pattern, None, [PASS])], **AT)


refuse(case(ast.MatchStar("x", **ENDS)))
refuse(case(ast.MatchOr([ast.MatchAs(**ENDS)], **ENDS)))
refuse(case(ast.MatchAs(ast.MatchAs(**ENDS), None, **ENDS)))
refuse(case(ast.MatchAs(None, "_", **ENDS)))
refuse(case(ast.MatchValue(name(), **ENDS)))
refuse(case(ast.MatchSingleton(3, **ENDS)))
refuse(case(ast.MatchMapping([ONE], [], None, **ENDS)))
refuse(case(ast.MatchClass(ONE, [], [], [], **ENDS)))


class Raising(ast.Expr):
    @property
    def value(self):
        raise KeyError("mine")


class Odd(ast.Name):
    id = "odd"


refuse(Raising(**AT))
odd = 7
print(eval(compile(ast.Expression(Odd(ctx=LOAD, **AT)), "<tree>", "eval")))
for arguments in (("x", "", "func_type"), ("x", "", "mode", ast.PyCF_ONLY_AST), ("x", "", 3)):
    try:
        compile(*arguments)
    except (ValueError, TypeError) as error:
        print(error)
