# array: every kind, method and operator.
import array

A = array.array
a = A('i', range(5)); a.append(9); a.extend([1,2]); a.insert(1, 77); a.insert(-1, 5); print(a, a.pop(), a.pop(0), len(a), a[2], a[-1], a[1:4], a[::-1], a.index(77), a.count(1), 77 in a, 3.0 in a)
a[0] = 100; a[1:3] = A('i', [8]); print(a); a[::2] = A('i', [0] * len(a[::2])); print(a); del a[0]; del a[1:3]; print(a); del a[::2]; print(a)
a = A('i', range(10)); del a[::-3]; print(a); a[2:2] = A('i', [7,7,7]); print(a); a[:] = a; print(a); a[1:1] = a; print(a)
a = A('b', [1,-2,3]); print(a * 2, a + a, a == A('i', [1,-2,3]), a < A('b', [2]), a > A('b', [1]), bool(A('b')), a.tobytes(), a.tolist()); a *= 2; print(a); a += A('b', [5]); print(a); a.reverse(); print(a)
try: a += [1]
except TypeError as e: print(e)
b = A('H', [1, 256]); b.byteswap(); print(b, b.itemsize, b.typecode); b.frombytes(b'\1\0\2\0'); print(b)
d = A('d', [1.5, 2]); f = A('f', [0.1]); print(d, f, d.tobytes(), f[0]); print(A('u', 'hé€😀'), A('u', 'abc').tounicode(), A('u', 'ab')[1])
for t in 'bBhHiIlLqQfd': print(t, A(t, [1]).itemsize, A(t, [7]).tobytes())
try: A('i', [1, 2, 'x'])
except TypeError as e: print(e)
c = A('i', [1]); 
try: c.fromlist([5, 6, 'a'])
except TypeError as e: print(e, c)
class S(A): pass
s = S('i', [1,2]); s.x = 1; print(s, s[0:1], s + s, s.__copy__(), s.__reduce_ex__(2)[1:])
print(A('i', [3,1,2]) , sorted(A('i', [3,1,2])), max(A('d', [1, 5])), sum(A('i', [1,2])), list(reversed(A('i', [1,2]))), tuple(A('q', [1<<62])))
r = A('i', [1,2]).__reduce_ex__(3); print(r[0](*r[1]))
match A('i', [1,2]):
    case [x, y]: print(x, y)
it = iter(A('i', [1,2])); print(next(it), it.__reduce__()[1:], list(it), list(it))
try: A('i', [1])[0] = 'a'
except TypeError as e: print(e)
try: a['x'] = 1
except TypeError as e: print(e)
try: a[0:1] = [1]
except TypeError as e: print(e)
try: a[0:1] = A('i')
except TypeError as e: print(e)
try: a[::2] = A('b', [1])
except ValueError as e: print(e)
try: a[100] = 1
except IndexError as e: print(e)
