"""int compare and branch: if a < b: pass; never allocates"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

exec('def run(count):\n'
     '    a, b, hits = 1000, 2000, 0\n'
     '    for _ in range(count):\n'
     + '        if b < a: hits = hits + 1\n' * LINES +
     '    return hits\n')

ANSWER = 0
