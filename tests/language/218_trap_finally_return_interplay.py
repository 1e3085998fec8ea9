# Trap: finally / return interplay.
def f():
    try: return 'try'
    finally: print('f', end=' ')
def g():
    try: return 1
    finally: return 2
def h():
    for i in range(3):
        try: continue
        finally: print(i, end=' ')
    return 'h'
def k():
    while True:
        try: 1/0
        finally: break
    return 'swallowed'
print(f(), g(), h(), k())
