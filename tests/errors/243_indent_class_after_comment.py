class A:
    # only a comment
x = 1
