"""dict lookup by int: x = squares[key], one key out of 1,000"""
COUNT, LINES = 64, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

squares = {number: number * number for number in range(1000)}

exec('def run(count, squares=squares):\n'
     '    key, x = 777, 0\n'
     '    for _ in range(count):\n'
     + '        x = squares[key]\n' * LINES +
     '    return x\n')

ANSWER = 777 * 777
