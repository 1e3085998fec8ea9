import sys
print('a'); sys.stdout.flush()
sys.exit('message')
