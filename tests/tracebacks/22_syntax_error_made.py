raise SyntaxError('bad thing', ('f.py', 3, 5, 'x = y z\n', 3, 8))
