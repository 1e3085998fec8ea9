if x:
    y = 1
else:
    z = f"{y!r:>{w}}"
