# Modules of the library that stand on those written in C.
import importlib
import sys

for name in '''abc array ast base64 binascii bisect builtins calendar cmath codecs collections
collections.abc contextlib contextvars copy copyreg dataclasses datetime decimal dis enum errno
fnmatch fractions functools genericpath heapq inspect io itertools json keyword linecache math
numbers operator os pprint queue random re reprlib shlex stat statistics string struct 
textwrap threading time token tokenize traceback types typing warnings weakref'''.split():
    try:
        print(name, importlib.import_module(name).__name__)
    except BaseException as e:
        print(name, type(e).__name__, e)
