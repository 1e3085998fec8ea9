# Properties.
class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees
    @property
    def fahrenheit(self):
        """In Fahrenheit."""
        return self._degrees * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, value):
        self._degrees = (value - 32) * 5 / 9
    @property
    def degrees(self):
        return self._degrees
    @fahrenheit.deleter
    def fahrenheit(self):
        self._degrees = 0
    kelvin = property(lambda self: self._degrees + 273.15)
c = Celsius(100)
print(c.fahrenheit, c.degrees, c.kelvin)
c.fahrenheit = 50
print(c.degrees)
del c.fahrenheit
print(c.degrees, Celsius.fahrenheit.__doc__, type(Celsius.fahrenheit).__name__)
for f in (lambda: setattr(c, 'degrees', 5), lambda: delattr(c, 'degrees')):
    try:
        f()
    except AttributeError as e:
        print(e)
c.__dict__['degrees'] = 'instance'
print(c.degrees)
class Lazy:
    @property
    def value(self):
        print('computing', end=' ')
        self.__dict__['cached'] = 42
        return self.cached
print(Lazy().value)
class Child(Celsius):
    @property
    def degrees(self):
        return 'child %s' % super().degrees
print(Child(5).degrees, Child(0).fahrenheit)
class Failing:
    @property
    def x(self):
        return self.missing
try:
    Failing().x
except AttributeError as e:
    print(e)
