# Tracebacks that a program makes itself.
import sys
import traceback
import types


def here():
    return sys._getframe()


frame = here()
inner = types.TracebackType(None, frame, 2, 7)
outer = types.TracebackType(inner, sys._getframe(), tb_lasti=4, tb_lineno=3)
print(outer.tb_next is inner, inner.tb_next, inner.tb_frame is frame, inner.tb_lineno)
print(outer.tb_lasti, outer.tb_lineno, type(outer) is types.TracebackType)
print([(entry.name, entry.lineno) for entry in traceback.extract_tb(outer)])
error = ValueError("made").with_traceback(outer)
try:
    raise error
except ValueError as caught:
    print([entry.lineno for entry in traceback.extract_tb(caught.__traceback__)])
for args in ((), (None,), (1, frame, 1, 1), (None, 1, 1, 1), (None, frame, "a", 1),
             (None, frame, 1, 1, 1)):
    try:
        types.TracebackType(*args)
    except TypeError as wrong:
        print(wrong)
