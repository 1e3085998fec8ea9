"""type check, both ways: adds of ints and of floats in turn through one handler"""
COUNT, LINES = 256, 32
ITERATIONS, OPERATIONS = 120, COUNT * LINES * 2

exec('def run(count):\n'
     '    total, step, weight, gram = 1000, 3, 0.5, 0.25\n'
     '    for _ in range(count):\n'
     + ('        total = total + step\n'
        '        weight = weight + gram\n') * LINES +
     '    return total, weight\n')

ANSWER = 1000 + 3 * COUNT * LINES, 0.5 + 0.25 * COUNT * LINES
