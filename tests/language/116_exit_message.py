# sys.exit with a message: on stderr, exit status 1.
import sys
print('out')
sys.exit('msg')
