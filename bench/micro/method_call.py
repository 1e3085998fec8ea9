"""method call: x = o.same(x), found through the class"""
COUNT, LINES = 64, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES


class Echo:
    def same(self, x):
        return x


exec('def run(count):\n'
     '    o, x = Echo(), 1000\n'
     '    for _ in range(count):\n'
     + '        x = o.same(x)\n' * LINES +
     '    return x\n')

ANSWER = 1000
