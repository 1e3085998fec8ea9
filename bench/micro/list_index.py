"""list index: x = items[i], an int index in range"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

exec('def run(count):\n'
     '    items, i, x = list(range(1000, 1100)), 37, 0\n'
     '    for _ in range(count):\n'
     + '        x = items[i]\n' * LINES +
     '    return x\n')

ANSWER = 1037
