"""int add: total = total + step; each sum is a new number, beyond the small ints that are kept"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

exec('def run(count):\n'
     '    total, step = 1000, 3\n'
     '    for _ in range(count):\n'
     + '        total = total + step\n' * LINES +
     '    return total\n')

ANSWER = 1000 + 3 * OPERATIONS
