# Trap: unpacking.
a, *b, c = range(5); print(a, b, c)
(a, [b, c]), d = (1, (2, 3)), 4; print(a, b, c, d)
try: a, b = 1,
except ValueError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
i = 0; l = [0, 0]; i, l[i] = 1, 9; print(i, l)
