# Long sources of one kind mean what short ones do: chains, displays, strings and calls.


def run(source, name="x"):
    names = {}
    exec(source, names)
    return names[name]


# A chain of elif, each end of which is the end of all.
chain = "def pick(a):\n    if a < 0: b = 'less'\n"
chain += "".join(f"    elif a == {i}: b = 'number {i}'\n" for i in range(700))
chain += "    else: b = 'more'\n    return b\n"
pick = run(chain, "pick")
print(pick(-1), pick(0), pick(345), pick(699), pick(700))

# Texts and tuples joined by +, folded at compile time, and used apart.
print(len(run("x = ''" + "".join(f" + 'piece {i} '" for i in range(300)))))
print(run("x = 'a' + 'b' + 'c'\ny = ('a' + 'b', 'a' + 'b' + 'd')\nx = (x, y)"))
print(run("x = ('a' + 'b', 1)[0] + 'c' + 'd', 'ab' + 'e'"))
print(run("x = (b'a' + b'b' + b'c', () + (1,) + (2, 3) + ('4',))"))
joined = run("x = ()" + "".join(f" + ({i}, 'text {i}')" for i in range(200)))
print(len(joined), joined[:4], joined[-2:])

# One f-string, one format, one run of literals.
print(len(run("a = 7\nx = f'''" + "{a} and {a!r:>4}\n" * 500 + "'''")))
text = run("x = '''" + "%s is %r, 100 %%;\n" * 200 + "''' % (" + "1, 'b', " * 200 + ")")
print(len(text), text[:17], text.count("%"))
print(run("x = '%s%% of %s' % (1, 2), '%%' % (), '%s' % (3,), 'a%%b%sc' % (4,)"))
print(len(run("x = (" + "'piece' " * 500 + ")")))

# Displays and calls.
table = run("x = {" + ", ".join(f"'key {i}': {i}" for i in range(1000)) + "}")
print(len(table), table["key 999"])
print(len(run("x = {" + ", ".join(str(i % 100) for i in range(1000)) + "}")))
arguments = ", ".join(f"a{i}={i}" for i in range(300))
print(sum(run(f"x = dict({arguments})").values()))
try:
    compile(f"f({arguments}, a17=1)", "calls", "exec")
except SyntaxError as error:
    print(error.msg, error.lineno, error.offset)

# A mapping pattern of many keys, and one key twice.
keys = ", ".join(f"'key {i}': {i}" for i in range(100))
print(run(f"match {table!r}:\n    case {{{keys}, **rest}}: x = len(rest)\n"))
for twice in ("'key 3': 0", "1: 0, 1.0: 2", "True: 0, 1: 2", "-0.0: 1, 0: 2"):
    try:
        compile(f"match x:\n    case {{{keys}, {twice}}}: pass\n", "patterns", "exec")
        print("compiles")
    except SyntaxError as error:
        print(error.msg, error.lineno)
