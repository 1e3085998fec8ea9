# Single inheritance and overriding.
class Animal:
    sound = '...'
    def __init__(self, name):
        self.name = name
    def speak(self):
        return '%s says %s' % (self.name, self.sound)
    def describe(self):
        return 'I am ' + self.kind() + ': ' + self.speak()
    def kind(self):
        return 'animal'
class Dog(Animal):
    sound = 'woof'
    def kind(self):
        return 'dog'
class Puppy(Dog):
    def __init__(self, name, age):
        Dog.__init__(self, name)
        self.age = age
    def speak(self):
        return super().speak() + ' quietly at %d' % self.age
for a in (Animal('a'), Dog('d'), Puppy('p', 1)):
    print(a.describe(), isinstance(a, Dog), type(a).__name__)
print(Puppy.__mro__ == (Puppy, Dog, Animal, object), [c.__name__ for c in Puppy.__mro__], Puppy.__bases__, Puppy.__base__, object.__bases__)
print(issubclass(Puppy, Animal), Puppy.sound, Dog.speak is Animal.speak, Puppy.speak is Dog.speak)
Animal.legs = 4
print(Puppy('x', 2).legs)
Dog.sound = 'WOOF'
print(Puppy('y', 3).speak())
class Base:
    def template(self):
        return [self.step(i) for i in range(3)]
    def step(self, i):
        raise NotImplementedError
class Square(Base):
    def step(self, i):
        return i * i
print(Square().template())
try:
    Base().template()
except NotImplementedError as e:
    print(repr(e))
class Empty(Square): pass
print(Empty().template(), Empty.__name__)
