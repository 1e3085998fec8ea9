"""local move: y = x; what every other line pays for its operands"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 200, COUNT * LINES

exec('def run(count):\n'
     '    x = y = 1000\n'
     '    for _ in range(count):\n'
     + '        y = x\n' * LINES +
     '    return y\n')

ANSWER = 1000
