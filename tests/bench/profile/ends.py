"""Works for a while, then ends in the way it is told to."""
import sys
import time


def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        sum(range(1000))


if sys.argv[1] == 'forever':
    print('begun', flush=True)
    work(60)
work(0.15)
if sys.argv[1] == 'exit':
    sys.exit(3)
if sys.argv[1] == 'raise':
    raise ValueError('so it ends')
