def f(x):
    return (
        x
        .upper()
        .foo()
    )
f('a')
