# pow() with three arguments: who of them answers, and how.
values = (None, 'a', 2, True, 2.5, 2j, 0)
for base in values:
    for exponent in values:
        for modulus in values:
            try: print(repr(base), repr(exponent), repr(modulus), pow(base, exponent, modulus))
            except Exception as e: print(repr(base), repr(exponent), repr(modulus), type(e).__name__, e)
