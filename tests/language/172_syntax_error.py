# A program that does not parse: nothing runs, exit status 1.
print('never printed')
x = (1 + 
y = 2
