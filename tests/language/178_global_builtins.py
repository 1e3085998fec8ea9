# Globals that come, change, go, and hide builtins, seen from hot functions.
def read():
    return value
results = []
for i in range(6):
    if i == 0:
        value = 'first'
    elif i == 2:
        value = i
    elif i == 4:
        del value
    try:
        results.append(read())
    except NameError as e:
        results.append(str(e))
print(results)
def use():
    return abs(-5), len([1, 2])
print(use(), use())
abs = lambda x: 'my abs'
print(use())
del abs
print(use())
import builtins
builtins.extra = 'from builtins'
def get_extra():
    return extra
print(get_extra())
extra = 'from globals'
print(get_extra())
del extra
print(get_extra())
del builtins.extra
try:
    get_extra()
except NameError as e:
    print(e)
g = globals()
g['made'] = 1
print(made)
def change():
    globals()['made'] += 1
    return made
print([change() for _ in range(3)])
for name in ('p', 'q', 'r', 's', 't', 'u', 'v', 'w'):
    g['var_' + name] = name
print(var_p + var_w, read.__name__, sorted(k for k in g if k.startswith('var_'))[:2])
