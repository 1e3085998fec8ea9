class A B:
    pass
