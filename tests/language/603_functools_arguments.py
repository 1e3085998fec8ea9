# _functools: what it says of arguments.
import _functools as functools


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
functools.reduce()
functools.reduce(1)
functools.reduce(1,2)
functools.reduce(1,[])
functools.reduce(1,[1],2,3)
functools.partial()
functools.partial(1)
functools.partial(print,1,a=2)
functools.cmp_to_key()
functools.cmp_to_key(1)(2) < 3
functools.cmp_to_key(1)(obj=2).obj
functools.cmp_to_key(1)()
functools.cmp_to_key(1,2)
hash(functools.cmp_to_key(1)(2))
functools._lru_cache_wrapper
functools._lru_cache_wrapper(1,2,3,4)
functools._lru_cache_wrapper(print,'a',3,4)
functools._lru_cache_wrapper()
"""
for case in CASES.strip().splitlines():
    show(case)
