# Warnings of source go through the filters; one that is made an error is a SyntaxError.
import warnings

SOURCES = ("x is 1", 'assert (1, "a")', "0xfor x", "[(1, 2) (3, 4)]", "'text'[1.5]", "1 is not x",
           "'\\d'", "\n\nprint(1 is x)", "x = 1", "{}()", "b'\\z'")
for source in SOURCES:
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        compile(source, "<text>", "exec")
    for warning in found:
        print(warning.category.__name__, warning.message, warning.filename, warning.lineno)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(source, "<text>", "exec")
        except SyntaxError as error:
            print("SyntaxError:", error.msg, error.filename, error.lineno)
with warnings.catch_warnings(record=True) as found:
    warnings.simplefilter("ignore")
    exec("x = 1\nx is 1")
    print(len(found))
    warnings.filterwarnings("always", message=".*literal")
    exec("x = 1\nx is 1")
    eval("(1)()") if found is None else compile("(1)()", "", "eval")
    print([str(warning.message) for warning in found])
