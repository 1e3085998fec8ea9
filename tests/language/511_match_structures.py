# Sequences, mappings, values, guards, alternatives; bindings; errors of compilation.
import sys
class Ns: A = 1; B = 'b'
def which(v):
    match v:
        case []: return 'empty'
        case [Ns.A, Ns.B]: return 'values'
        case [x]: return f'one {x!r}'
        case [x, [y, *z]] if z: return f'nested {x} {y} {z}'
        case (1 | 2 as a), *rest: return f'starts {a} {rest}'
        case [*_, 'end']: return 'ends'
        case [first, *_, last] if first == last: return f'same {first}'
        case [_, _, _]: return 'three'
        case [*all]: return f'all {all}'
        case {} if not v: return 'empty mapping'
        case {'k': 1 | 2 as k, **rest}: return f'k {k} {rest}'
        case {Ns.B: x, 1: y}: return f'keys {x} {y}'
        case {'a': {'b': [c, *_]}}: return f'deep {c}'
        case {None: n, True: t}: return f'odd {n} {t}'
        case {'-': -1 | -2j | 3 + 4j}: return 'signed'
        case dict(): return 'other mapping'
        case -1 | 2.5 | 1 + 2j: return 'number'
        case None: return 'none'
        case True | False: return 'bool'
        case 'str' | b'bytes': return 'text'
        case Ns.A: return 'A'
        case f if callable(f): return 'callable'
        case _: return 'wild'
for v in ([], (), [1, 'b'], (9,), [1, [2, 3, 4]], [1, [2]], [2, 3], ['x', 'end'], [3, 4, 3], (3, 4, 5), [3, 4, 5, 6], {}, {'k': 1}, {'k': 2, 'm': 3}, {'k': 3},
          {'b': 1, 1: 2}, {'a': {'b': [7, 8]}}, {None: 1, True: 2}, {'-': -1}, {'-': 3 + 4j}, -1, 2.5, 1 + 2j, None, True, 1, 1.0, 'str', b'bytes', 'no', len, object,
          range(3), range(0), 'abc', b'abc', {1}): print(repr(v)[:30], '->', which(v))
class D(dict):
    def __missing__(self, key): return 'missing'
match D(a=1):
    case {'b': x}: print('wrong', x)
    case {'a': x, **rest}: print('right', x, rest, type(rest))
match 5:
    case x if (print('guard', x), False)[1]: pass
    case y: print(x, y)
match [1, 2]:
    case [a, 3] | [a, 2]: print(a)
match 1, 2:
    case a, b: print(a, b)
match *[1, 2], 3:
    case [*m]: print(m)
match (z := 5):
    case int(q): print(z, q)
match match := {'case': 1}:
    case {'case': case}: print(match, case)
def keys():
    k = 'x'
    class K: key = 'x'; other = 'x'
    match {'x': 1}:
        case {K.key: 1, K.other: 2}: pass
try: keys()
except ValueError as e: print(e)
class Length:
    def __len__(self): raise TypeError('never asked')
match Length():
    case [a]: print('no')
    case _: print('not a sequence')
for source in ('case a:\n  pass\n case b: pass', 'case _: pass\n case 1: pass', 'case a | 1: pass', 'case [a] | [b]: pass', 'case [a, a]: pass', 'case {"k": a, **a}: pass',
               'case C(a, b=a): pass', 'case [*a, *b]: pass', 'case {"k": 1, "k": 2}: pass', 'case {1: x, True: y}: pass', 'case C(x=1, x=2): pass', 'case C(x=1, 2): pass',
               'case {**a, "k": 1}: pass', 'case {**_}: pass', 'case 1 + 1: pass', 'case a.b | a.b: pass', 'case f"x": pass', 'case 1 as _: pass', 'case x as y.z: pass',
               'case a as b as c: pass', 'case -x: pass', 'case (a, b) | (b, a): pass', 'case *a: pass', 'case *a, b: pass', 'case {a: 1}: pass', 'case 1 | _ | 2: pass',
               'case [_, _]: pass', 'case (x): pass\n case y: pass', 'case x if x: pass\n case y: pass', 'case "a" "b": pass', 'case {}.x: pass', 'case None as n: pass'):
    try: compile(f'match v:\n {source}', 's', 'exec'); print('ok', source)
    except SyntaxError as e: print(source.split(chr(10))[0], '->', e)
