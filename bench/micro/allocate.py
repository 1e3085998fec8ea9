"""allocation and collection: pair = (x, y), garbage at the next line"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 60, COUNT * LINES

exec('def run(count):\n'
     '    x, y, pair = 1000, 2000, None\n'
     '    for _ in range(count):\n'
     + '        pair = (x, y)\n' * LINES +
     '    return pair\n')

ANSWER = 1000, 2000
