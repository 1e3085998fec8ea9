# Wrong indentation is found before anything runs.
print('never')
if True:
print('x')
