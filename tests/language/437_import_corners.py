# Corners of import: modules that replace or remove themselves, __getattr__ and __dir__ of modules,
# a package's __path__ changed, sys.path with odd entries, __import__ called by hand.
import sys
sys.path.insert(0, 'modules')
space = {'__name__': '__main__', 'sys': sys}
def attempt(code):
    try:
        exec(code, space)
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, 'name', None), getattr(e, 'path', None) is None)
attempt('import replacing; print(replacing.x, replacing.foo)')
attempt('from replacing import bar; print(bar)')
attempt('import vanishing')
attempt('print("vanishing" in sys.modules)')
attempt('import lazy; print(lazy.lazy, dir(lazy))')
attempt('from lazy import lazy as value; print(value)')
attempt('lazy.nothing')
attempt('import lazy.extra; print(lazy.extra.WHERE)')
attempt('import lazy.lazy')
attempt('import parcel.first as a; del sys.modules["parcel.first"]; import parcel.first as b; print(a is b, parcel.first is b)')
attempt('sys.modules["three"] = 3')
attempt('import three; print(three)')
attempt('from three import real; print(real)')
attempt('from three import nope')
attempt('import three.foo')
attempt('sys.path[0:0] = [5, b"bytes", ""]; import no_such_module')
attempt('del sys.path[0:3]; print(sys.path[0])')
attempt('import parcel.__init__ as i; print(i.__name__)')
attempt('print(__import__("parcel.inner", None, None, ["deep"]).__name__, __import__("parcel.inner", fromlist="").__name__)')
attempt('__import__("parcel", fromlist=5)')
attempt('__import__("parcel", fromlist=(1,))')
attempt('__import__(name="parcel", level=1)')
attempt('__import__()')
attempt('import parcel.first.deep.er')
attempt('def f():\n import sys as system, parcel.inner as inner\n return system is sys, inner.__name__\nprint(f())')
kept, sys.path = sys.path, ['modules/lazy_more']
attempt('import extra; print(extra.WHERE)')
sys.path = kept
kept, sys.meta_path = sys.meta_path, []
attempt('import counting')
sys.meta_path = kept
attempt('import counting; print(counting.__name__)')
