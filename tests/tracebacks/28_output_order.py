import sys
sys.stderr.write('err\n')
print('x', file=sys.stderr)
for i in range(3): print(i)
int('zz')
