# *args and **kwargs, in definitions and in calls.
def f(*args, **kwargs): return args, kwargs
print(f(), f(1, 2), f(a=1), f(1, *[2, 3], b=4, **{'c': 5}), f(*'ab', *range(2), **{}, **{'x': 1}))
def g(a, *rest, key='default', **others): return a, rest, key, others
print(g(1), g(1, 2, 3), g(1, key='k', z=26), g(*[1, 2], **{'key': 0, 'y': 1}), g(a=5, b=6))
def h(a, b, c=3): return a, b, c
print(h(*(1, 2)), h(*[1], **{'b': 2}), h(1, *(2,), c=5), h(**{'a': 1, 'b': 2, 'c': 4}), h(*{'x': 1, 'y': 2}))
def forward(*args, **kwargs): return h(*args, **kwargs)
print(forward(1, 2), forward(1, b=2, c=9))
def mutate(*args, **kwargs):
    kwargs['new'] = 1
    return kwargs
d = {'a': 1}
print(mutate(**d), d)
t = (1, 2)
print(f(*t)[0] == t, f(*iter([1, 2])), f(*(i for i in range(3))), max(*[1, 5, 2]), print(*[1, 2], **{'sep': '-'}))
for call in (lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: h(1, *[2], b=3), lambda: f(a=1, **{'a': 2}), lambda: f(*None), lambda: h(*[1, 2, 3, 4])):
    try:
        call()
    except TypeError as e:
        print(e)
