# int(): from floats, from text in any base, and what it refuses.
print(int(), int(3.9), int(-3.9), int(1e20), int('42'), int('  -17\n'), int('+5'), int(True))
print(int('ff', 16), int('0xFF', 16), int('0b101', 2), int('777', 8), int('z', 36), int('0x1f', 0))
print(int('1_000'), int('0o17', 0), int('-0b11', 0), int('12', 3))
print(int('123456789012345678901234567890'), int('-' + '9' * 40))
for text in ('', ' ', 'z', '1.5', '1e5', '--5', '1__0', '_1', '1_', '0x1f', '5 5', '\u00e9', "it's"):
    try:
        print(int(text))
    except ValueError as e:
        print(e)
for make in (lambda: int('9', 8), lambda: int('1', 1), lambda: int('1', 37), lambda: int(float('nan')),
             lambda: int(float('inf')), lambda: int([]), lambda: int(None), lambda: int(5, 10),
             lambda: int('08', 0)):
    try:
        print(make())
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__ + ':', e)
