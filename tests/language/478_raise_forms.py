# raise in every form, and its complaints.
def attempt(code):
    try: exec(code, {'C': C, 'M': M, 'B': B, 'I': I})
    except BaseException as e: print(f'{code!r}: {type(e).__name__}({e}) from {e.__cause__!r} context {e.__context__!r} {e.__suppress_context__}')
    else: print(code, 'nothing raised')
class C(Exception):
    def __init__(self): super().__init__('made')
class M(Exception):
    def __new__(cls): return 5
class B(Exception):
    def __init__(self): 1 / 0
class I: pass
for code in ('raise', 'raise C', 'raise C()', 'raise M', 'raise B', 'raise I', 'raise I()', 'raise 5', 'raise None', 'raise int',
             'raise C from None', 'raise C from C', 'raise C from KeyError("k")', 'raise C from 5', 'raise C from I',
             'raise C from B', 'raise 5 from C', 'raise NotImplemented', 'raise "text"', 'raise (C, KeyError)',
             'try: raise KeyError\nexcept KeyError: raise', 'try: raise KeyError(1)\nexcept KeyError as e: raise e from e',
             'try: raise KeyError(1)\nexcept KeyError as e: raise C from e', 'try: raise KeyError(1)\nexcept int: pass',
             'try: raise KeyError(1)\nexcept (C, int): pass', 'try: raise KeyError(1)\nexcept [KeyError]: pass',
             'try: raise KeyError(1)\nexcept (): pass', 'try: raise KeyError(1)\nexcept "x": pass', 'try: pass\nexcept 5: pass',
             'try: raise KeyError(1)\nexcept (C, (KeyError,)): pass', 'try: 1/0\nexcept: raise C', 'assert 0', 'assert (), "m"', 'assert 0, (1, 2)',
             'del undefined', 'raise undefined', 'raise C from undefined', 'def f():\n try: return 1/0\n finally: raise\nf()',
             'def f():\n raise\ntry: 1/0\nexcept ZeroDivisionError: f()', 'raise StopIteration(1)', 'raise GeneratorExit'):
    attempt(code)
def loop():
    for i in range(4):
        try:
            try:
                if i == 1: continue
                if i == 2: break
                if i == 3: return 'never'
            finally: print('f', i)
        except ValueError: pass
    else: print('else')
    return 'end'
print(loop())
def finals(mode):
    while True:
        try:
            try:
                if mode == 'raise': raise KeyError('body')
                if mode == 'return': return 'body'
            finally:
                if mode[0] == 'r' : break
        except KeyError: return 'caught'
        else: return 'else'
        finally: print('outer', mode)
    return 'broken'
for mode in 'raise', 'return', 'x': print(finals(mode))
def overriding():
    try: return 'try'
    except: return 'except'
    else: return 'else'
    finally:
        try: raise ValueError
        except ValueError: return 'finally'
print(overriding())
def deep():
    try:
        try:
            try: raise KeyError(1)
            finally: print('a')
        except ValueError: print('no')
        else: print('no')
        finally: print('b')
    except KeyError as e:
        try: raise
        except KeyError as again: return again is e
print(deep())
