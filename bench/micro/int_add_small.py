"""int add, small: c = a + b; the sum is one of the small ints that boxed builds keep"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

exec('def run(count):\n'
     '    a, b, c = 40, 2, 0\n'
     '    for _ in range(count):\n'
     + '        c = a + b\n' * LINES +
     '    return c\n')

ANSWER = 42
