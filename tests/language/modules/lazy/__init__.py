__path__.append('modules/lazy_more')


def __getattr__(name):
    if name == 'lazy':
        return 'LAZY'
    raise AttributeError(f'no {name} in {__name__}')


def __dir__():
    return ['b', 'a']
