# finally, loops and returns nested in each other.
def f():
    log = []
    for i in range(4):
        try:
            try:
                if i == 1:
                    continue
                if i == 2:
                    raise ValueError(i)
                log.append(('body', i))
            except ValueError:
                log.append(('except', i))
                if i == 2:
                    continue
            else:
                log.append(('else', i))
            finally:
                log.append(('inner finally', i))
        finally:
            log.append(('outer finally', i))
    return log
for entry in f():
    print(entry)
def g():
    while True:
        try:
            for j in range(3):
                try:
                    if j == 1:
                        return 'from loop'
                finally:
                    print('j', j, end=' ')
        finally:
            print('while', end=' ')
print(g())
def h():
    try:
        try:
            1 / 0
        finally:
            print('cleanup', end=' ')
    except ZeroDivisionError:
        return 'caught outside'
print(h())
def k(n):
    try:
        if n == 0:
            raise KeyError
        return k(n - 1)
    except KeyError:
        return 'caught at %d' % n
    finally:
        print('k', n, end=' ')
print(k(3))
def m():
    for x in [1, 2, 3]:
        try:
            pass
        finally:
            if x == 2:
                return x
print(m())
