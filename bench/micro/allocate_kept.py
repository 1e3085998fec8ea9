"""allocation that lives: each object links to the one before, 4,096 deep, then all is let go"""
COUNT, LINES = 64, 64
ITERATIONS, OPERATIONS = 60, COUNT * LINES


class Link:
    def __init__(self, before):
        self.before = before


exec('def run(count, Link=Link):\n'
     '    last = None\n'
     '    for _ in range(count):\n'
     + '        last = Link(last)\n' * LINES +
     '    length = 0\n'
     '    while last is not None:\n'
     '        last, length = last.before, length + 1\n'
     '    return length\n')

ANSWER = OPERATIONS
