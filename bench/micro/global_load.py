"""global load: x = limit, a name of the module"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

limit = 1000

exec('def run(count):\n'
     '    x = 0\n'
     '    for _ in range(count):\n'
     + '        x = limit\n' * LINES +
     '    return x\n')

ANSWER = 1000
