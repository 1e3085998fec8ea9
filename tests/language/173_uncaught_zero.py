# An uncaught error in the middle of an expression at module level, after output without a newline.
print('value: ', end='')
values = [1, 2, 0]
print([10 // v for v in values])
