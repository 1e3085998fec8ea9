"""attribute load: x = o.c, the third attribute of an instance"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES


class Point:
    def __init__(self):
        self.a = 1000
        self.b = 2000
        self.c = 3000


exec('def run(count):\n'
     '    o, x = Point(), 0\n'
     '    for _ in range(count):\n'
     + '        x = o.c\n' * LINES +
     '    return x\n')

ANSWER = 3000
