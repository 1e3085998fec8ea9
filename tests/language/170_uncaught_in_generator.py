# An uncaught exception that comes out of a generator, with a cause.
def g():
    yield 1
    try:
        {}['k']
    except KeyError as e:
        raise RuntimeError('in the generator') from e
for x in g():
    print(x)
