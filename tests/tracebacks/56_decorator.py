@undefined_decorator
def f(): pass
