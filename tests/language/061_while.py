# while, break, continue, else.
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
    print(i, end=' ')
else:
    print('not printed')
print('after', i)
while i > 0:
    i -= 1
else:
    print('else', i)
while False:
    print('never')
else:
    print('else of none')
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
while True:
    while True:
        i += 1
        if i % 3 == 0:
            break
    if i > 10:
        break
print(i)
a, b = 0, 1
while a < 1000: a, b = b, a + b
print(a)
def first_square_over(limit):
    n = 0
    while 1:
        if n * n > limit:
            return n
        n += 1
print(first_square_over(1000))
