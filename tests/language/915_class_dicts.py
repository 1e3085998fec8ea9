# The __dict__ of a class that stands between an instance and a built-in type.
import types


class Base:
    pass


class Meta(type, Base):
    pass


class Module(types.ModuleType, Base):
    pass


class ModuleLast(Base, types.ModuleType):
    pass


class Error(Exception, Base):
    pass


class ErrorLast(Base, Exception):
    pass


def attempt(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__, error)


class Made(metaclass=Meta):
    pass


descriptor = Base.__dict__['__dict__']
attempt(lambda: setattr(Made, '__dict__', {}))
attempt(lambda: delattr(Made, '__dict__'))
attempt(lambda: descriptor.__set__(Made, {}))
for kind in Module, ModuleLast:
    module = kind('spam')
    attempt(lambda: setattr(module, '__dict__', {}))
    attempt(lambda: delattr(module, '__dict__'))
    attempt(lambda: descriptor.__set__(module, {}))
    module.__dict__['spam'] = 1
    print(module.spam)
for kind in Exception, Error, ErrorLast:
    error = kind()
    error.__dict__ = {'a': 1}
    print(error.a)
    attempt(lambda: delattr(error, '__dict__'))

error = ImportError('a', name='n', path='p')
error.__init__('b')
print(error.name, error.path, error)
