"""type check, asked for: isinstance(item, Shape), true through a base class"""
COUNT, LINES = 64, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES


class Shape:
    pass


class Square(Shape):
    pass


exec('def run(count, isinstance=isinstance, Shape=Shape):\n'
     '    item, answer = Square(), False\n'
     '    for _ in range(count):\n'
     + '        answer = isinstance(item, Shape)\n' * LINES +
     '    return answer\n')

ANSWER = True
