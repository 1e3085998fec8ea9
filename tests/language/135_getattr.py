# __getattr__, __setattr__, __delattr__.
class Proxy:
    def __init__(self, target):
        self.__dict__['target'] = target
    def __getattr__(self, name):
        print('get', name, end=' ')
        return getattr(self.target, name)
    def __setattr__(self, name, value):
        print('set', name, value, end=' ')
        setattr(self.target, name, value)
    def __delattr__(self, name):
        print('del', name, end=' ')
        delattr(self.target, name)
class T:
    pass
t = T()
t.a = 1
p = Proxy(t)
print(p.a)
p.b = 2
print(t.b, p.b)
del p.a
print(hasattr(t, 'a'), hasattr(p, 'a'), getattr(p, 'zz', 'default'))
class Defaults:
    present = 'class'
    def __getattr__(self, name):
        if name.startswith('x'):
            return name.upper()
        raise AttributeError('no ' + name)
d = Defaults()
d.own = 'own'
print(d.xyz, d.present, d.own, hasattr(d, 'xa'), hasattr(d, 'a'))
try:
    d.nope
except AttributeError as e:
    print(e)
class Counted:
    def __init__(self):
        self.n = 0
    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        object.__setattr__(self, 'writes', self.__dict__.get('writes', 0) + 1)
c = Counted()
c.x = 5
c.n += 1
print(c.writes, c.n, c.x)
