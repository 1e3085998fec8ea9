def f(x):
    return (
        x
            is
        "abc"
    )
raise SystemExit(1)
