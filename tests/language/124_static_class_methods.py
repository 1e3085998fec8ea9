# Static and class methods, alternative constructors.
class Date:
    count = 0
    def __init__(self, year, month):
        self.year = year
        self.month = month
        Date.count += 1
    @classmethod
    def parse(cls, text):
        year, month = text.split('-')
        return cls(int(year), int(month))
    @staticmethod
    def is_leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    @classmethod
    def total(cls):
        return cls.count
    def __repr__(self):
        return '%s(%d, %d)' % (type(self).__name__, self.year, self.month)
class Stamp(Date):
    pass
print(Date.parse('2024-05'), Stamp.parse('2023-1'), Date.is_leap(2000), Date(1900, 1).is_leap(1900), Date.total(), Stamp.total())
f = Date.parse
print(f('1-2'), f.__self__ is Date, Date.is_leap.__name__, Date.__dict__['is_leap'].__class__.__name__)
class Registry:
    items = {}
    @classmethod
    def add(cls, name):
        def decorate(f):
            cls.items[name] = f
            return f
        return decorate
@Registry.add('double')
def double(x): return x * 2
print(Registry.items['double'](21), list(Registry.items))
class S:
    @staticmethod
    def plain(): return 'plain'
    also = staticmethod(lambda x: x + 1)
    made = classmethod(lambda cls, x: (cls.__name__, x))
    def call(self): return self.plain(), S.plain(), self.also(1), self.made(2)
print(S().call(), S.also(5), S.made(6))
