def f(x):
    assert (x, "message")
raise SystemExit(1)
