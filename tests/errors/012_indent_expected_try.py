try:
foo = 1
