# Which locals are bound is known at every place, however control came there: branches, loops,
# handlers, deletions, and more locals than a word has bits.


def tell(function, *args):
    try:
        print(function.__name__, args, function(*args))
    except UnboundLocalError as error:
        print(function.__name__, args, error)


def branch(a):
    if a > 0:
        b = "positive"
    elif a < 0:
        b = "negative"
    return b


def deleted(a):
    for i in range(a):
        if i == 2:
            del b
        b = i
    while a > 0:
        c = a
        a -= 1
        if a == 1:
            del b
    return b, c


def handled(a):
    try:
        b = 1 // a
        c = 2
        del b
        d = [][a]
    except ZeroDivisionError:
        return c
    except IndexError:
        return c, b
    finally:
        if a == 3:
            d
    return d


def loop_else(a):
    for i in a:
        if i:
            found = i
            break
    else:
        other = "none"
    return i, (found if i else other)


def with_name(a):
    try:
        raise KeyError(a)
    except KeyError as error:
        if a:
            return str(error)
    return error


def walrus(a):
    a and (b := a)
    return b


for function in branch, deleted, handled, with_name, walrus:
    for a in 0, 1, 2, 3, -1:
        tell(function, a)
for a in [], [0], [0, 5], [5, 0]:
    tell(loop_else, a)

# Two hundred locals, each bound in one of two branches, or in one only, or deleted again.
lines = ["def many(a):"]
for i in range(200):
    lines.append(f"    if a != {i}: v{i} = {i}")
    if i % 3 == 0:
        lines.append(f"    else: v{i} = -1")
    if i % 50 == 49:
        lines.append(f"    if a == 1000: del v{i - 1}")
lines.append("    return " + " + ".join(f"v{i}" for i in range(200)))
names = {}
exec("\n".join(lines), names)
for a in -1, 0, 1, 3, 65, 66, 130, 199, 1000:
    tell(names["many"], a)


# A function of so many locals and blocks that not all of them are followed from block to block.
def many_locals(count):
    lines = ["def f(a):"]
    for i in range(count):
        lines += [f"    if a: v_{i} = {i}", f"    elif a is None: w_{i} = 1"]
        lines += [f"    else: v_{i} = a"]
    lines += ["    del v_7", "    try: v_7", "    except UnboundLocalError as error: print(error)"]
    lines += [f"    print(v_0, v_{count - 1})", f"    del v_{count - 1}"]
    lines += [f"    try: w_{count - 2}", "    except UnboundLocalError as error: print(error)"]
    lines += ["    try:", f"        print(v_{count - 2})", f"        del v_{count - 2}"]
    lines += [f"        v_{count - 2}", "    except UnboundLocalError as error: print(error)"]
    lines += ["    print(sum(v for k, v in locals().items() if k[0] == 'v'))"]
    lines += [f"    return v_{count - 1}"]
    namespace = {}
    exec("\n".join(lines), namespace)
    return namespace["f"]


function = many_locals(1600)
for argument in (1, 0, None):
    try:
        function(argument)
    except UnboundLocalError as error:
        print(type(error).__name__, error)
