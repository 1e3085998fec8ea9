"""float add: total = total + step; each sum is a new float"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

exec('def run(count):\n'
     '    total, step = 0.5, 0.25\n'
     '    for _ in range(count):\n'
     + '        total = total + step\n' * LINES +
     '    return total\n')

ANSWER = 0.5 + 0.25 * OPERATIONS
