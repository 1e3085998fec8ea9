"""dict lookup: x = ages[name], 64 names in turn out of a dict of 1,000"""
COUNT, LINES = 64, 64
ITERATIONS, OPERATIONS = 120, COUNT * LINES

ages = {'name%d' % number: 1000 + number for number in range(1000)}

exec('def run(count, ages=ages):\n'
     '    x = total = 0\n'
     '    for _ in range(count):\n'
     + ''.join("        x = ages['name%d']\n" % (number * 13) for number in range(LINES)) +
     '        total = total + x\n'
     '    return total\n')

ANSWER = (1000 + 63 * 13) * COUNT
