# Trap: floor div / mod signs.
for a, b in ((7, 2), (-7, 2), (7, -2), (-7, -2)): print(a // b, a % b, divmod(a, b))
print(-7.5 // 2, -7.5 % 2, 7.5 % -2, -0.0 // 1, 5 % -1e308, divmod(-1e-20, 3.0), -1 >> 70, 1e16 % 3)
