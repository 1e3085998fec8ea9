# finally runs whichever way the block is left.
def f(way):
    for i in range(3):
        try:
            if way == 'return':
                return 'returned'
            if way == 'break':
                break
            if way == 'continue':
                continue
            if way == 'raise':
                raise ValueError('raised')
        finally:
            print('finally', i, end='; ')
    else:
        print('else', end='; ')
    return 'end'
for way in ('return', 'break', 'continue', 'pass'):
    print(f(way))
try:
    f('raise')
except ValueError as e:
    print(e)
def override():
    try:
        return 1
    finally:
        return 2
def swallow():
    while True:
        try:
            1 / 0
        finally:
            break
    return 'swallowed'
def swallow_continue():
    for i in range(2):
        try:
            raise ValueError
        finally:
            continue
    return 'continued'
def nested():
    try:
        try:
            return 'value'
        finally:
            print('inner', end=' ')
    finally:
        print('outer', end=' ')
def changes():
    x = 'before'
    try:
        return x
    finally:
        x = 'after'
def raise_in_finally():
    try:
        return 'lost'
    finally:
        raise KeyError('from finally')
print(override(), swallow(), swallow_continue(), nested(), changes())
try:
    raise_in_finally()
except KeyError as e:
    print(repr(e))
