# Assignment expressions.
if (n := 5) > 3:
    print(n)
print((x := 10) + x, x)
data = [1, 2, 3, 4, 5]
print([y for v in data if (y := v * v) > 5], y)
i = 0
while (i := i + 1) < 4:
    print(i, end=' ')
print(i)
print(any((w := v) > 3 for v in data), w)
def f():
    if (m := len('abc')) == 3:
        return m
print(f(), (a := 1, b := 2), a, b, [c := 3, c + 1], {(d := 4): d})
total = 0
print([total := total + v for v in data], total)
print(f'{(z := 7)} {z:=5}')
