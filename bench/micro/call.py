"""call: x = f(x) of a Python function that returns its argument"""
COUNT, LINES = 64, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES


def same(x):
    return x


exec('def run(count, f=same):\n'
     '    x = 1000\n'
     '    for _ in range(count):\n'
     + '        x = f(x)\n' * LINES +
     '    return x\n')

ANSWER = 1000
