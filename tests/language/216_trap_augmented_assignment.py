# Trap: augmented assignment.
a = [1]; b = a; a += [2]; print(b, a is b); a = a + [3]; print(b)
t = ([1],)
try: t[0] += [2]
except TypeError as e: print(e, t)
s = 'a'; s += 'b'; print(s)
l = [1]; l *= 3; l += 'xy'; print(l)
