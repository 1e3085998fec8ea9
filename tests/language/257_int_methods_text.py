# Ints as text in every base and width, and back.
for n in (0, 1, -1, 9, 10, 15, 16, 255, -255, 2 ** 31, 2 ** 32 - 1, -2 ** 63, 2 ** 64, 10 ** 25):
    print(n, str(n) == repr(n), int(str(n)) == n, int(hex(n), 16) == n, int(bin(n), 2) == n, int(oct(n), 0) == n, '%d' % n == str(n), '%x' % n, f'{n:o}', f'{n:,}')
for base in (2, 3, 7, 10, 16, 35, 36):
    digits = ''
    n = 987654321987654321
    while n:
        n, d = divmod(n, base)
        digits = '0123456789abcdefghijklmnopqrstuvwxyz'[d] + digits
    print(base, digits, int(digits, base))
s = str(3 ** 500)
print(len(s), s[:20], s[-20:], int(s) == 3 ** 500, sum(map(int, s)))
print(int(' 12 '), int('-0'), int('+0_1'), int('00012'), str(-0), [int(c) for c in '90210'], sum(int(c) ** 2 for c in str(2 ** 100)))
