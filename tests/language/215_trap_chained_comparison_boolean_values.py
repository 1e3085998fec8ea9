# Trap: chained comparison / boolean values.
print(1 < 2 < 3, 3 > 2 == 2, 1 < 3 > 2, (1 < 3) > 2, 1 == 1.0 is not None, [] or 'x', 0 and 1, not '', 2 and 3, True + True, isinstance(True, int))
