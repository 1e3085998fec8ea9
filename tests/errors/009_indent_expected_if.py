if x:
foo = 1
