# The match statement, and match, case and _ as names.
match a:
    case 1 | -1.5 | 2j | 1 + 2j | -3 - 4j | 'a' 'b' | b'c': pass
    case None | True | False: pass
    case _: pass
    case b: pass
    case (c): pass
    case () | (d,) | (e, f) | [] | [g] | [*_] | [h, *i, j]: pass
    case k, : pass
    case k, l: pass
    case *m, n: pass
    case A.B.C | A(): pass
    case A(1, b.c, d=2, e=f(g=_),): pass
    case {}: pass
    case {'a': 1, B.c: d, -1: e, **rest}: pass
    case {None: _, 'x' 'y': z,}: pass
    case (a | b) as c if d: pass
    case [a as b, (c, d) as e] if (f := g): pass
match a, b:
    case c, d:
        pass
match *a, b:
    case _: pass
match (a):
    case _:
        match b:
            case _: pass
match -a:
    case _: pass
match not a:
    case _: pass
match lambda: a:
    case _: pass
match [a]:
    case _: pass
match {a: b}:
    case _: pass
match = case = _ = 1
match.x; match[a]; match(a); match - a; match * a; match: int; match[a]: int = 3
match in a; match not in a; match is a; match if a else b
case(a); _(a); print(match, case, _)
type = 1; type.x
