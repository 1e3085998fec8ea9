# A group that nobody caught: what was raised anew, raised again and left.
def leaf(n):
    try:
        return 1 / (n - n)
    except ZeroDivisionError as e:
        e.add_note(f'leaf {n}')
        return e


def raise_group():
    raise ExceptionGroup('many', [leaf(1), ExceptionGroup('inner', [leaf(2), TypeError('t')]), KeyError('k')])


try:
    raise_group()
except* TypeError as group:
    raise
except* KeyError as group:
    raise LookupError('anew') from group
