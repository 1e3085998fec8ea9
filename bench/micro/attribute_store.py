"""attribute store: o.c = x, an attribute that is there already"""
COUNT, LINES = 256, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES


class Point:
    def __init__(self):
        self.a = 1000
        self.b = 2000
        self.c = 3000


exec('def run(count):\n'
     '    o, x = Point(), 4000\n'
     '    for _ in range(count):\n'
     + '        o.c = x\n' * LINES +
     '    return o.a + o.c\n')

ANSWER = 5000
