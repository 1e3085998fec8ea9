lenght = 5
def f():
    value = 3
    return valeu
f()
