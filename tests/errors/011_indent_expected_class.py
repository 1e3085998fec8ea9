class A:
foo = 1
