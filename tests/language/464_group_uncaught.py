# Nobody catches what except* leaves.
def f():
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2), KeyError(3)])
    except* ValueError:
        print('value')
    except* TypeError as e:
        raise RuntimeError('anew') from e
f()
