# What tests/fuzz/mutate_cache.c imports from damaged cache files: a little of everything that
# handlers trust to lie on the stack.
def defaults(a, b=2, /, c=3, *rest, d=4, **named):
    return a + b + c + d + len(rest) + len(named)


def closure(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count
    return step, lambda: count


def generate(stop):
    for i in range(stop):
        try:
            got = yield i
            if got:
                yield -got
        finally:
            stop -= 1


def delegate():
    result = yield from generate(3)
    yield result


class Manager:
    level: int = 0

    def __enter__(self):
        self.level += 1
        return self

    def __exit__(self, kind, value, traceback):
        return kind is KeyError


def handled(x):
    try:
        with Manager() as manager, Manager():
            if x > 2:
                raise KeyError(x)
            return manager.level // x
    except ZeroDivisionError as error:
        return str(error)
    except (TypeError, ValueError):
        raise
    else:
        return 'else'
    finally:
        x = None
    return 'after'


def matched(subject):
    match subject:
        case {'a': [x, *y], **rest}:
            return x, y, rest
        case [1, (2 | 3) as z, _]:
            return z
        case str(s) if s:
            return s
        case Manager(level=level):
            return level
        case None:
            return 'none'
    return subject


def displays(*args):
    squares = [x * x for x in args if x % 2]
    pairs = {k: v for k, v in zip(args, squares)}
    unique = {x % 3 for x in args}
    first, *middle, last = [*args, *squares]
    text = f'{first!r:>4}|{last:{len(args)}}|{pairs}'
    merged = {**pairs, 'x': text, **{'y': 1}}
    return first, middle, last, sorted(unique), defaults(*args, **{'e': 5}), merged, squares[1:-1]


def unbound(flag):
    if flag:
        value = 1
    try:
        del value
        return value
    except UnboundLocalError:
        return 'unbound'


step, read = closure(10)
results = [defaults(1), defaults(1, 5, c=6, d=7, e=8), step(), step(by=5), read()]
results += [list(generate(4)), list(delegate()), handled(0), handled(1), handled(3)]
results += [matched(x) for x in ({'a': [1, 2], 'b': 3}, [1, 2, 3], 'text', Manager(), None, 5)]
results += [displays(1, 2, 3, 4), unbound(True), unbound(False)]
generator = generate(5)
next(generator)
results.append(generator.send(7))
generator.close()
total = 0
while total < 50:
    total += 7 if total & 1 else 8
    if total == 23: continue
    if total > 40 and not results: break
assert total >= 50, results
