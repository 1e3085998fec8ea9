def f():
    [1, 2][3, 4]
    [1, 2]["a"]
    "abc"[1.5]
    (1, 2)["a"]
    b"abc"[None]
    [x for x in y][(1,)]
    f"{1}"[{1: 2}]
    "abc"[x]
    "abc"[1:2]
    "abc"[True]
raise SystemExit(1)
