def f():
    {1, 2}[3]
    (x for x in y)[0]
    5[0]
    1.5[0]
    None[0]
    (lambda: 0)[1]
    {x for x in y}[2]
raise SystemExit(1)
