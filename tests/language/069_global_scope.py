# Names: global, local, builtin.
x = 'global'
def read():
    return x
def shadow():
    x = 'local'
    return x
def write():
    global x, fresh
    x = 'written'
    fresh = 'made'
print(read(), shadow(), x)
write()
print(read(), x, fresh)
def unbound():
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)
    x = 1
unbound()
def conditional(flag):
    if flag:
        y = 1
    return y
print(conditional(True))
try:
    conditional(False)
except UnboundLocalError as e:
    print(e)
try:
    missing
except NameError as e:
    print(e)
len = lambda v: 'shadowed'
print(len([1]))
del len
print(len([1]))
def parameter(x):
    x = x + 1
    return x
print(parameter(1), x)
def nested():
    global counter
    counter = 0
    def bump():
        global counter
        counter += 1
    bump()
    bump()
nested()
print(counter)
for loop_variable in range(3):
    inside = loop_variable * 2
print(loop_variable, inside)
print('x' in globals(), globals()['counter'], __name__)
