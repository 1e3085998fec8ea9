# Trap: int division and conversion.
print(7 / 2, 10**400 // 10**399, int(-3.9), round(2.5), round(3.5), round(-0.5), round(2.675, 2), round(1234, -2), int('  -0x1f ', 16), int('1_000'))
try: print(10**400 / 3)
except OverflowError as e: print(e)
try: float(10**400)
except OverflowError as e: print(e)
