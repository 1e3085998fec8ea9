x = [1, 2, 3]
y = {'a': {'b': None}}
print(y['a']['b']['c'] + x[0])
