# Decorators: order, arguments, on methods and classes.
def trace(f):
    def wrapper(*args, **kwargs):
        print('call', f.__name__, args, kwargs)
        result = f(*args, **kwargs)
        print('returns', result)
        return result
    return wrapper
@trace
def add(a, b=1):
    return a + b
add(1)
add(2, b=3)
def tag(name):
    print('making', name)
    def decorate(f):
        print('applying', name)
        return lambda *a: '<%s>%s</%s>' % (name, f(*a), name)
    return decorate
@tag('b')
@tag('i')
def text(s):
    return s
print(text('x'))
def memo(f):
    cache = {}
    def g(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    return g
@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80))
registry = []
def register(cls):
    registry.append(cls.__name__)
    cls.registered = True
    return cls
@register
class A:
    def __repr__(self):
        return 'A()'
    @trace
    def method(self, x):
        return x * 2
print(registry, A.registered, A().method(4))
@(lambda f: 5)
def not_a_function(): pass
print(not_a_function)
