# What built-in functions, methods and types say of arguments that are too few, too many or named.
import builtins
import functools
import math
import operator


def show(label, function, *arguments, **names):
    try:
        function(*arguments, **names)
    except Exception as error:
        print(label, len(arguments), sorted(names), type(error).__name__, str(error)[:120])


def show_counts(label, function, most):
    for count in range(most):
        show(label, function, *[None] * count)
    show(label, function, nope=1)
    show(label, function, None, nope=1)


ASKED_ELSEWHERE = {"input", "breakpoint", "exit", "quit", "help", "open", "exec", "eval", "compile",
                   "__import__", "print", "license", "copyright", "credits", "__build_class__"}
for name in sorted(dir(builtins)):
    function = getattr(builtins, name)
    if callable(function) and not isinstance(function, type) and name not in ASKED_ELSEWHERE:
        show_counts(name, function, 5)

SAMPLES = (3, 1.5, "abc", b"abc", [1, 2], (1, 2), {"a": 1}, {1}, frozenset([1]), 1j,
           bytearray(b"abc"), range(3), property(), ValueError("x"), type)
NOT_CALLED = {"__class__", "__subclasses__", "__reduce_ex__", "__reduce__", "__dir__", "__sizeof__",
              "__init_subclass__", "__subclasshook__", "__new__", "__init__", "__getstate__",
              "__call__", "__hash__", "clear", "mro", "maketrans", "__setattr__", "__delattr__",
              "__getattribute__", "__str__", "__repr__"}
for sample in SAMPLES:
    kind = type(sample)
    for name in sorted(dir(kind)):
        if name not in NOT_CALLED and callable(getattr(kind, name, None)):
            label = f"{kind.__name__}.{name}"
            show_counts(label, getattr(sample, name), 4)
            show(label + " of the type", getattr(kind, name))
            show(label + " of the type", getattr(kind, name), None)

for kind in (int, float, str, bytes, list, tuple, dict, set, frozenset, complex, bytearray, range,
             slice, memoryview, bool, enumerate, zip, map, filter, reversed, staticmethod, object):
    show_counts(kind.__name__ + "()", kind, 5)

for module in (functools, operator):
    for name in ("reduce", "cmp_to_key", "add", "itemgetter", "contains", "setitem", "call"):
        if hasattr(module, name):
            show_counts(name, getattr(module, name), 4)
for name in ("sqrt", "atan2", "gcd", "isqrt", "fmod", "ldexp", "hypot", "fsum", "dist"):
    show_counts(name, getattr(math, name), 4)
