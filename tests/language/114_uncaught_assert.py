# An uncaught assertion without a message.
print('checking', end='')
assert 1 > 2
