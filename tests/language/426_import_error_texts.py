# What import says when something is not there, in CPython's words, and what the exceptions carry.
import sys
sys.path.insert(0, 'modules')
def attempt(code, namespace=None):
    try:
        exec(code, {} if namespace is None else namespace)
        print('nothing raised:', code)
    except BaseException as e:
        text = str(e)
        if '/' in text:
            text = text[:text.rindex('(') + 1] + text[text.rindex('/') + 1:]
        print(type(e).__name__, '|', text, '|', getattr(e, 'name', '-'), getattr(e, 'path', None) is None)
attempt('import no_such_module')
attempt('import no_such_module.inner')
attempt('import parcel.no_such')
attempt('import parcel.first.more')
attempt('import sys.path')
attempt('from parcel import no_such_name')
attempt('from parcel.first import no_such_name')
attempt('from sys import no_such_name')
attempt('from ring.one import FIRST')
attempt('import ring.three')
attempt('import parcel.beyond')
attempt('from . import x')
attempt('from .x import y')
attempt('from . import x', {'__name__': '__main__', '__package__': None})
attempt('from .. import x', {'__name__': 'parcel.first', '__package__': 'parcel'})
attempt('from ... import x', {'__name__': 'parcel.first', '__package__': 'parcel'})
attempt('from . import x', {'__name__': 'a', '__package__': 3})
attempt('from .first import nothing', {'__package__': 'parcel'})
attempt('from . import first', {'__name__': 'parcel.zero'})
attempt("__import__('')")
attempt("__import__(3)")
attempt("__import__('x', level=-1)")
attempt("__import__('parcel', fromlist=[3])")
sys.modules['blocked'] = None
attempt('import blocked')
attempt('from blocked import x')
from ring import five
print(five.ask(), five.six.answer())
class Odd:
    pass
sys.modules['odd'] = Odd()
attempt('from odd import x')
sys.modules['odd'].__name__ = 'named'
attempt('from odd import x')
sys.modules['odd'].x = 1
attempt('from odd import x; assert x == 1; raise KeyError(x)')
attempt('import odd; odd.y')
attempt('import parcel; parcel.y')
