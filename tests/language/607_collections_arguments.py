# _collections: what it says of arguments.
from _collections import OrderedDict, defaultdict, deque


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
deque(1)
deque([1],2,3)
deque([1],x=2)
deque([1],-1)
deque([1],'a')
deque([1,2,3],2)
deque([1])+[1]
deque([1])*'a'
deque([1,2])[5]
deque([1,2])['a']
deque([1,2])[0:1]
deque().pop()
deque().popleft()
deque([1]).remove(2)
deque([1]).index(2)
deque([1,2]).index(2,0,1)
deque([1],1).insert(0,1)
deque([1]).insert('a',1)
deque([1]).rotate('a')
deque([1]) < [1]
deque([1]) < deque([1,2])
hash(deque())
deque([1]).maxlen
deque([1]).append()
deque([1]).copy(1)
defaultdict(1)
defaultdict(int)
defaultdict(int,{1:2},x=3)
defaultdict(int,1)
defaultdict(int,[1],[2])
defaultdict()[1]
defaultdict(int)|{1:2}
{1:2}|defaultdict(int)
defaultdict(int)|[1]
defaultdict(int,a=1).copy()
defaultdict(int).default_factory
OrderedDict(1)
OrderedDict([1])
OrderedDict([(1,2,3)])
OrderedDict([(1,)])
OrderedDict(1,2)
OrderedDict(a=1,b=2)
OrderedDict().popitem()
OrderedDict(a=1).pop('b')
OrderedDict(a=1).pop('b',1)
OrderedDict(a=1).pop()
OrderedDict(a=1).pop('b','c','d')
OrderedDict(a=1).move_to_end('b')
OrderedDict(a=1).update(1,2)
OrderedDict(a=1).update(1)
OrderedDict(a=1).keys()
OrderedDict(a=1).items()
OrderedDict(a=1).values()
OrderedDict(a=1)|{'b':1}
{'b':1}|OrderedDict(a=1)
OrderedDict.fromkeys('ab',1)
OrderedDict(a=1,b=1)==OrderedDict(b=1,a=1)
OrderedDict(a=1,b=1)=={'b':1,'a':1}
OrderedDict(a=1).setdefault('b')
"""
for case in CASES.strip().splitlines():
    show(case)
