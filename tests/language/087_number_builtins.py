# abs, divmod, pow, round, bin, oct, hex, ord, chr, hash on numbers.
print(abs(-5), abs(5.5), abs(-0.0), abs(-10 ** 20), abs(True), divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), divmod(10 ** 20, 7), pow(2, 5), pow(2.0, 3), pow(7, 2, 5))
print(bin(10), bin(-10), bin(0), oct(64), oct(-8), hex(255), hex(-255), hex(2 ** 70), bin(2 ** 65), hex(True))
print(ord('a'), chr(97), ord('\n'), chr(0x20ac), [chr(i) for i in range(65, 70)], ord('\U0001f600'))
print(int('101', 2), int(bin(77), 2), int(hex(12345), 16), float('1e3'))
print(round(5.5), round(-1.5), round(2.567, 1), round(1234567, -3), isinstance(round(2.5), int))
print(type(5), type(5.0), type('a'), type(None), type([]), type(()), type({}), type(set()), type(True), type(len), type(range(1)), type(type))
print(callable(len), callable(5), callable(int), callable(lambda: 0), repr('a'), ascii('\u20ac'), str(5) + repr(5))
for f in (lambda: chr(-1), lambda: chr(2 ** 40), lambda: hex(1.0), lambda: ord(''), lambda: divmod(1, 0), lambda: pow(2, 'a'), lambda: abs([]), lambda: divmod(1.0, 0.0), lambda: bin('1')):
    try:
        f()
    except (ValueError, TypeError, ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__ + ':', e)
