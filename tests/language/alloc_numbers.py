# Big ints, floats and text of them, with every allocation failing once (run_fail_alloc.sh).
total = 1
for i in range(1, 30):
    total = total * i + 2 ** 70
print(total, total // 7, float(total), '%.3f' % (total / 3))
